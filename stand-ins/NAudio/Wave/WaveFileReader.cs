using System.Text;

namespace NAudio.Wave;

/// <summary>The audio data of a WAV file, with its format.</summary>
public class WaveFileReader : WaveStream
{
    private readonly Stream stream;
    private readonly bool ownsStream;
    private readonly WaveFormat waveFormat;
    private readonly long dataStart;
    private readonly long dataLength;

    /// <exception cref="FormatException">The file is not a WAV file, or lacks a format or data chunk.</exception>
    public WaveFileReader(string waveFile)
        : this(File.OpenRead(waveFile), ownsStream: true)
    {
    }

    /// <summary>Reads from a seekable stream that stays the caller's to close.</summary>
    /// <exception cref="FormatException">The stream is not a WAV file, or lacks a format or data chunk.</exception>
    public WaveFileReader(Stream inputStream)
        : this(inputStream, ownsStream: false)
    {
    }

    private WaveFileReader(Stream stream, bool ownsStream)
    {
        this.stream = stream;
        this.ownsStream = ownsStream;
        try
        {
            (waveFormat, dataStart, dataLength) = ReadHeader(stream);
        }
        catch
        {
            if (ownsStream)
            {
                stream.Dispose();
            }

            throw;
        }

        stream.Position = dataStart;
    }

    public override WaveFormat WaveFormat => waveFormat;

    /// <summary>The length of the data chunk, in bytes, as its header says.</summary>
    public override long Length => dataLength;

    /// <summary>The number of samples per channel.</summary>
    public long SampleCount => Length / BlockAlign;

    /// <summary>Where the next read starts in the data chunk, in bytes, always a whole number of frames.</summary>
    public override long Position
    {
        get => stream.Position - dataStart;
        set
        {
            var position = Math.Min(value, Length);
            stream.Position = dataStart + position - (position % WaveFormat.BlockAlign);
        }
    }

    /// <exception cref="ArgumentException"><paramref name="count"/> is not a whole number of frames.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count % WaveFormat.BlockAlign != 0)
        {
            throw new ArgumentException($"Must read complete blocks: requested {count}, block align is {WaveFormat.BlockAlign}", nameof(count));
        }

        return stream.Read(buffer, offset, (int)Math.Min(count, Length - Position));
    }

    /// <summary>One sample of each channel, in −1…1, or <see langword="null"/> at the end.</summary>
    /// <exception cref="InvalidDataException">The file ends within a frame.</exception>
    public float[]? ReadNextSampleFrame()
    {
        var bytes = new byte[WaveFormat.BlockAlign];
        var read = Read(bytes, 0, bytes.Length);
        if (read == 0)
        {
            return null;
        }

        if (read < bytes.Length)
        {
            throw new InvalidDataException("Unexpected end of file");
        }

        var frame = new float[WaveFormat.Channels];
        SampleDecoders.For(WaveFormat)(bytes, frame);
        return frame;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsStream)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private static (WaveFormat Format, long DataStart, long DataLength) ReadHeader(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.Latin1, leaveOpen: true);
        Expect(reader, "RIFF"u8, "Not a WAVE file - no RIFF header");
        var end = Math.Min(reader.ReadUInt32() + 8L, stream.Length);
        Expect(reader, "WAVE"u8, "Not a WAVE file - no WAVE header");

        WaveFormat? format = null;
        (long Start, long Length)? data = null;
        while (stream.Position <= end - 8)
        {
            var name = reader.ReadBytes(4).AsSpan();
            var length = reader.ReadUInt32();
            var start = stream.Position;
            if (name.SequenceEqual("fmt "u8))
            {
                format = WaveFormat.FromFormatChunk(reader, checked((int)length));
            }
            else if (name.SequenceEqual("data"u8))
            {
                data = (start, length);
            }

            // Chunks start at even offsets.
            stream.Position = start + length + (length % 2);
        }

        return (
            format ?? throw new FormatException("Invalid WAV file - No fmt chunk found"),
            data?.Start ?? throw new FormatException("Invalid WAV file - No data chunk found"),
            data.Value.Length);
    }

    private static void Expect(BinaryReader reader, ReadOnlySpan<byte> name, string otherwise)
    {
        if (!name.SequenceEqual(reader.ReadBytes(4)))
        {
            throw new FormatException(otherwise);
        }
    }
}
