namespace MicroGenre.Signal.Decoding;

/// <summary>Some parts of a stream, read as if nothing lay between them. It owns the stream.</summary>
internal sealed class SplicedStream : Stream
{
    private readonly Stream _inner;
    private readonly ByteRange[] _parts;

    /// <summary>Where each part starts in this stream.</summary>
    private readonly long[] _starts;

    private SplicedStream(Stream inner, IReadOnlyList<ByteRange> parts)
    {
        _inner = inner;
        _parts = [.. parts];
        _starts = new long[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            _starts[i] = Length;
            Length += _parts[i].Length;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    /// <summary>The parts as one stream; the stream itself where they are all of it.</summary>
    public static Stream Of(Stream inner, IReadOnlyList<ByteRange> parts) =>
        parts is [{ Start: 0 } all] && all.Length == inner.Length ? inner : new SplicedStream(inner, parts);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var found = Array.BinarySearch(_starts, Position);
        var part = found >= 0 ? found : ~found - 1;
        var within = Position - _starts[part];
        _inner.Position = _parts[part].Start + within;
        var got = _inner.Read(buffer[..(int)Math.Min(buffer.Length, _parts[part].Length - within)]);
        Position += got;
        return got;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
