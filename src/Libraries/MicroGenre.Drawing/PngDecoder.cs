using System.Buffers.Binary;
using System.IO.Compression;

namespace MicroGenre.Drawing;

/// <summary>Reads PNG images (ISO/IEC 15948) with 8 bits per channel that are not interlaced: grey, colour or palette.</summary>
internal sealed class PngDecoder
{
    private const int HeaderBytes = 13;
    private const int MostPixels = 1 << 26;
    private const int PaletteColourType = 3;
    private readonly List<byte> _compressed = [];
    private int _width;
    private int _height;
    private int _colourType = -1;
    private byte[] _palette = [];

    /// <exception cref="InvalidDataException">The bytes are not such an image.</exception>
    public PngPicture Decode(ReadOnlySpan<byte> png, ReadOnlySpan<byte> signature)
    {
        if (!png.StartsWith(signature))
        {
            throw new InvalidDataException("The file is not a PNG picture");
        }

        ReadChunks(png[signature.Length..]);
        var samples = SamplesOf(_colourType);
        var rows = Unfiltered(Inflate(checked(_height * ((_width * samples) + 1))), _width * samples, samples);
        return new PngPicture(_width, _height, Coloured(rows, samples));
    }

    private void ReadChunks(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= 12 && BinaryPrimitives.ReadInt32BigEndian(chunks) is >= 0 and var length && length <= chunks.Length - 12)
        {
            var type = chunks.Slice(4, 4);
            var data = chunks.Slice(8, length);
            if (type.SequenceEqual("IHDR"u8))
            {
                ReadHeader(data);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                _palette = data.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                _compressed.AddRange(data);
            }

            chunks = chunks[(12 + length)..];
        }

        if (_colourType < 0 || _compressed.Count == 0)
        {
            throw Damaged();
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderBytes)
        {
            throw Damaged();
        }

        (_width, _height, _colourType) =
            (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]), header[9]);
        if (_width < 1 || _height < 1 || (long)_width * _height > MostPixels)
        {
            throw new InvalidDataException($"The picture claims {_height}×{_width} pixels");
        }

        if (header[8] != 8 || header[12] != 0 || SamplesOf(_colourType) == 0)
        {
            throw new InvalidDataException("The picture is interlaced, or does not have 8 bits per channel");
        }
    }

    // Grey, colour, palette, grey with transparency, colour with transparency.
    private static int SamplesOf(int colourType) => colourType switch { 0 => 1, 2 => 3, PaletteColourType => 1, 4 => 2, 6 => 4, _ => 0 };

    private byte[] Inflate(int size)
    {
        var rows = new byte[size];
        using var compressed = new MemoryStream([.. _compressed]);
        using var stream = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            stream.ReadExactly(rows);
        }
        catch (EndOfStreamException)
        {
            throw Damaged();
        }

        return rows;
    }

    // Each row says how its bytes were predicted from the byte to the left, the byte above, and the byte above that to the left.
    private byte[] Unfiltered(byte[] rows, int stride, int samples)
    {
        var pixels = new byte[_height * stride];
        for (var y = 0; y < _height; y++)
        {
            var source = rows.AsSpan(y * (stride + 1), stride + 1);
            var filter = source[0];
            var target = pixels.AsSpan(y * stride, stride);
            Span<byte> above = y > 0 ? pixels.AsSpan((y - 1) * stride, stride) : new byte[stride];
            for (var i = 0; i < stride; i++)
            {
                var (left, corner) = i >= samples ? (target[i - samples], above[i - samples]) : ((byte)0, (byte)0);
                target[i] = (byte)(source[i + 1] + filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above[i],
                    3 => (left + above[i]) / 2,
                    4 => Paeth(left, above[i], corner),
                    _ => throw Damaged(),
                });
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private byte[] Coloured(byte[] values, int samples)
    {
        const int Colours = 3;
        var pixels = new byte[_width * _height * Colours];
        for (var pixel = 0; pixel < _width * _height; pixel++)
        {
            var value = values.AsSpan(pixel * samples, samples);
            var target = pixels.AsSpan(pixel * Colours, Colours);
            if (_colourType == PaletteColourType)
            {
                PaletteAt(value[0]).CopyTo(target);
            }
            else if (samples >= Colours)
            {
                value[..Colours].CopyTo(target);
            }
            else
            {
                target.Fill(value[0]);
            }
        }

        return pixels;

        ReadOnlySpan<byte> PaletteAt(int index) => (index + 1) * Colours <= _palette.Length
            ? _palette.AsSpan(index * Colours, Colours) : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The picture is damaged");
}
