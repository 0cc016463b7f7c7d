using System.Buffers.Binary;
using System.IO.Compression;

namespace MicroGenre.Drawing;

/// <summary>Writes and reads PNG images (ISO/IEC 15948) with 8 bits per channel.</summary>
/// <example><code>
/// File.WriteAllBytes("grey.png", Png.Encode(width: 2, height: 1, channels: 1, [0, 255]));
/// </code></example>
public static class Png
{
    private const int GreyColourType = 0;
    private const int RgbColourType = 2;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Crcs = [.. Enumerable.Range(0, 256).Select(value => CrcOf((uint)value))];

    /// <summary>Encodes an image.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <param name="pixels">The pixels, row by row from the top, <c>[height, width, channels]</c>.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="ArgumentException">The number of channels is not 1 or 3, or the number of bytes does not match.</exception>
    public static byte[] Encode(int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 3))
        {
            throw new ArgumentException($"A picture has 1 or 3 channels, not {channels}", nameof(channels));
        }

        if (pixels.Length != (long)width * height * channels)
        {
            throw new ArgumentException(
                $"{width} × {height} pixels of {channels} channels are {(long)width * height * channels} bytes, not {pixels.Length}",
                    nameof(pixels));
        }

        using var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, Header(width, height, channels));
        WriteChunk(png, "IDAT"u8, Compressed(width * channels, pixels));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Decodes an image that is not interlaced. Transparency is dropped.</summary>
    /// <param name="png">The bytes of a PNG file.</param>
    /// <exception cref="InvalidDataException">The bytes are not a PNG image, or one of another form; the message says
    /// which.</exception>
    public static PngPicture Decode(ReadOnlySpan<byte> png) => new PngDecoder().Decode(png, Signature);

    private static byte[] Header(int width, int height, int channels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(channels == 1 ? GreyColourType : RgbColourType);
        return header;
    }

    /// <summary>Compresses the rows, each preceded by the byte for "no filter".</summary>
    private static byte[] Compressed(int stride, ReadOnlySpan<byte> pixels)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (; !pixels.IsEmpty; pixels = pixels[stride..])
            {
                zlib.WriteByte(0);
                zlib.Write(pixels[..stride]);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Crcs[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        }

        return value;
    }
}
