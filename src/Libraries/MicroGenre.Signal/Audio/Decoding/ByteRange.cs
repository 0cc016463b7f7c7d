using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>A part of a file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteRange(long Start, long Length)
{
    public long End => Start + Length;
}

/// <summary>Parts of a file in their order; those that touch become one.</summary>
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
