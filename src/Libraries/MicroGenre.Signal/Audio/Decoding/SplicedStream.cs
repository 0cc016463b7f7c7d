namespace MicroGenre.Signal.Decoding;

/// <summary>Parts of a stream, joined without gaps. It owns the stream.</summary>
internal sealed class SplicedStream : Stream
{
    private readonly Stream _inner;
    private readonly ByteRange[] _parts;

    /// <summary>The start of each part in this stream.</summary>
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

    /// <summary>Joins the parts; returns the stream itself if they cover all of it.</summary>
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
