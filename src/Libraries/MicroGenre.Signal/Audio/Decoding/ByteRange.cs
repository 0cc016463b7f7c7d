using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>A range of bytes in a file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteRange(long Start, long Length)
{
    public long End => Start + Length;
}

/// <summary>Ranges of a file in ascending order. Adjacent ranges are merged.</summary>
internal sealed class ByteRanges
{
    private readonly List<ByteRange> _ranges = [];

    public IReadOnlyList<ByteRange> List => _ranges;

    public long Length { get; private set; }

    public void Add(long start, long length)
    {
        Length += length;
        if (_ranges.Count > 0 && _ranges[^1].End == start)
        {
            _ranges[^1] = _ranges[^1] with { Length = _ranges[^1].Length + length };
        }
        else
        {
            _ranges.Add(new ByteRange(start, length));
        }
    }
}
