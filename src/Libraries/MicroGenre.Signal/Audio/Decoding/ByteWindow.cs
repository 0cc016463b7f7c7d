namespace MicroGenre.Signal.Decoding;

/// <summary>Buffered random access to the bytes of a file, fast for scanners that mostly move forward.</summary>
internal sealed class ByteWindow(Stream stream)
{
    /// <summary>Maximum number of bytes that <see cref="At"/> returns at once.</summary>
    public const int Longest = 4096;

    private const int BufferBytes = 1 << 16;
    private readonly byte[] _buffer = new byte[(int)Math.Min(BufferBytes, Math.Max(1, stream.Length))];
    private long _start;
    private int _count;

    public long Length { get; } = stream.Length;

    /// <summary>
    /// Returns <paramref name="count"/> bytes (at most <see cref="Longest"/>) from <paramref name="offset"/> on; fewer at the end of the
    /// file.
    /// </summary>
    public ReadOnlySpan<byte> At(long offset, int count)
    {
        var available = (int)Math.Clamp(Length - offset, 0, count);
        if (offset < _start || offset + available > _start + _count)
        {
            stream.Position = offset;
            _start = offset;
            _count = stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
        }

        return _buffer.AsSpan((int)(offset - _start), Math.Min(available, (int)(_start + _count - offset)));
    }

    /// <summary>
    /// Finds the next occurrence of either of two bytes from <paramref name="offset"/> on; <paramref name="end"/> if there is none before
    /// it.
    /// </summary>
    public long IndexOfAny(byte first, byte second, long offset, long end)
    {
        while (offset < end)
        {
            var bytes = At(offset, (int)Math.Min(Longest, end - offset));
            if (bytes.IsEmpty)
            {
                return end;
            }

            if (bytes.IndexOfAny(first, second) is >= 0 and var index)
            {
                return offset + index;
            }

            offset += bytes.Length;
        }

        return end;
    }
}
