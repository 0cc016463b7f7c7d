namespace MicroGenre.Tagging.Deltas;

/// <summary>Reads a file at any place through a buffer, which makes steps to either side cheap.</summary>
/// <param name="file">The file; seekable.</param>
internal sealed class FileWindow(Stream file)
{
    private const int BufferLength = 512 * 1024;
    private const int Behind = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferLength];
    private long _from;
    private int _count;

    /// <summary>The most bytes that <see cref="At"/> returns.</summary>
    public const int Longest = BufferLength - Behind;

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; } = file.Length;

    /// <summary>The bytes from a position: as many as asked for, or up to the end of the file. The next call ends their life.</summary>
    public ReadOnlySpan<byte> At(long position, int count)
    {
        count = (int)Math.Min(count, Length - position);
        if (position < _from || position + count > _from + _count)
        {
            _from = Math.Max(0, position - Behind);
            file.Position = _from;
            _count = file.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
        }

        return _buffer.AsSpan((int)(position - _from), count);
    }
}
