namespace NAudio.Wave;

/// <summary>A stream of encoded audio that can be repositioned.</summary>
public abstract class WaveStream : Stream, IWaveProvider
{
    public abstract WaveFormat WaveFormat { get; }

    public virtual int BlockAlign => WaveFormat.BlockAlign;

    /// <summary>Where the stream is, as time from its start.</summary>
    public virtual TimeSpan CurrentTime
    {
        get => TimeSpan.FromSeconds((double)Position / WaveFormat.AverageBytesPerSecond);
        set => Position = (long)(value.TotalSeconds * WaveFormat.AverageBytesPerSecond);
    }

    public virtual TimeSpan TotalTime => TimeSpan.FromSeconds((double)Length / WaveFormat.AverageBytesPerSecond);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };
        return Position;
    }

    public override void SetLength(long value) => throw new NotSupportedException("A wave stream is read-only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A wave stream is read-only");
}
