using System.Text;
using NAudio.Wave.SampleProviders;

namespace NAudio.Wave;

/// <summary>Writes a WAV file; its header is complete once the writer is flushed or disposed.</summary>
public class WaveFileWriter : Stream
{
    private const int RiffLengthPosition = 4;

    private readonly Stream stream;
    private readonly BinaryWriter writer;
    private readonly long sampleCountPosition;
    private readonly long dataLengthPosition;
    private long dataLength;
    private bool disposed;

    /// <summary>Writes to a seekable stream, and closes it at the end.</summary>
    public WaveFileWriter(Stream outStream, WaveFormat format)
    {
        stream = outStream;
        WaveFormat = format;
        writer = new BinaryWriter(outStream, Encoding.UTF8);
        writer.Write("RIFF"u8);
        writer.Write(0);
        writer.Write("WAVEfmt "u8);
        format.Serialize(writer);
        if (format.Encoding != WaveFormatEncoding.Pcm)
        {
            writer.Write("fact"u8);
            writer.Write(sizeof(int));
            sampleCountPosition = stream.Position;
            writer.Write(0);
        }

        writer.Write("data"u8);
        dataLengthPosition = stream.Position;
        writer.Write(0);
    }

    public WaveFileWriter(string filename, WaveFormat format)
        : this(new FileStream(filename, FileMode.Create, FileAccess.Write, FileShare.Read), format)
    {
    }

    public WaveFormat WaveFormat { get; }

    /// <summary>The bytes of audio written so far.</summary>
    public override long Length => dataLength;

    public override long Position
    {
        get => dataLength;
        set => throw new InvalidOperationException("Repositioning a WaveFileWriter is not supported");
    }

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    /// <summary>Writes all that a finite source gives, as 16-bit PCM.</summary>
    public static void CreateWaveFile16(string filename, ISampleProvider sourceProvider)
    {
        var source = new SampleToWaveProvider16(sourceProvider);
        using var file = new WaveFileWriter(filename, source.WaveFormat);
        var buffer = new byte[source.WaveFormat.AverageBytesPerSecond];
        for (int read; (read = source.Read(buffer, 0, buffer.Length)) > 0;)
        {
            file.Write(buffer, 0, read);
        }
    }

    /// <summary>Appends audio that is already encoded.</summary>
    /// <exception cref="ArgumentException">The file would exceed what its length field can say.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (stream.Length + count > uint.MaxValue)
        {
            throw new ArgumentException("WAV file too large", nameof(count));
        }

        stream.Write(buffer, offset, count);
        dataLength += count;
    }

    /// <summary>Appends one sample in −1…1, encoded as the format says; one outside the range wraps.</summary>
    /// <exception cref="InvalidOperationException">The format is neither 16- nor 24-bit PCM nor floating point.</exception>
    public void WriteSample(float sample)
    {
        switch (WaveFormat.Encoding, WaveFormat.BitsPerSample)
        {
            case (_, 16):
                writer.Write(unchecked((short)(int)(short.MaxValue * sample)));
                break;
            case (_, 24):
                writer.Write(BitConverter.GetBytes((int)(int.MaxValue * sample)).AsSpan(1));
                break;
            case (WaveFormatEncoding.IeeeFloat, _):
                writer.Write(sample);
                break;
            default:
                throw new InvalidOperationException("Only 16, 24 or 32 bit PCM or IEEE float audio data supported");
        }

        dataLength += WaveFormat.BitsPerSample / 8;
    }

    /// <inheritdoc cref="WriteSample"/>
    public void WriteSamples(float[] samples, int offset, int count)
    {
        foreach (var sample in samples.AsSpan(offset, count))
        {
            WriteSample(sample);
        }
    }

    /// <summary>Brings the header up to date with what was written.</summary>
    public override void Flush()
    {
        var end = stream.Position;
        WriteLengths();
        stream.Position = end;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Cannot read from a WaveFileWriter");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new InvalidOperationException("Cannot seek within a WaveFileWriter");

    public override void SetLength(long value) =>
        throw new InvalidOperationException("Cannot set length of a WaveFileWriter");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            try
            {
                WriteLengths();
            }
            finally
            {
                stream.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void WriteLengths()
    {
        writer.Flush();
        WriteAt(RiffLengthPosition, stream.Length - 8);
        WriteAt(dataLengthPosition, dataLength);
        if (sampleCountPosition > 0)
        {
            WriteAt(sampleCountPosition, dataLength / WaveFormat.BlockAlign);
        }
    }

    private void WriteAt(long position, long value)
    {
        stream.Position = position;
        writer.Write((uint)value);
        writer.Flush();
    }
}
