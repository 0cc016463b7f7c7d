using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MicroGenre.Signal;

/// <summary>
/// An array of doubles that is aligned to a cache line and pinned. Otherwise, every load and store of a vector as wide as a line would
/// touch two lines.
/// </summary>
internal sealed class AlignedDoubles
{
    private const int LineBytes = 64;
    private const int LineDoubles = LineBytes / sizeof(double);

    /// <summary>
    /// Padding between arrays of one computation, in cache lines. Processors compare loads with earlier stores by the lower bits of their
    /// addresses, so equal positions in the arrays must differ in those.
    /// </summary>
    private const int PaddingLines = 3;

    private readonly double[] _storage;
    private readonly int _offset;

    private AlignedDoubles(double[] storage, int offset, int length) => (_storage, _offset, Length) = (storage, offset, length);

    /// <summary>Copies values into a new array.</summary>
    public AlignedDoubles(ReadOnlySpan<double> values)
        : this(Allocate(values.Length, out var offset), offset, values.Length) => values.CopyTo(Span);

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>All values.</summary>
    public Span<double> Span => _storage.AsSpan(_offset, Length);

    /// <summary>A reference to the first value.</summary>
    public ref double Start => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _offset);

    public double this[int index]
    {
        get => Span[index];
        set => Span[index] = value;
    }

    /// <summary>Allocates several arrays of zeros in one block of memory.</summary>
    public static AlignedDoubles[] Several(int count, int length)
    {
        var stride = (((length + LineDoubles - 1) / LineDoubles) + PaddingLines) * LineDoubles;
        var storage = Allocate(count * stride, out var offset);
        return [.. Enumerable.Range(0, count).Select(i => new AlignedDoubles(storage, offset + (i * stride), length))];
    }

    private static double[] Allocate(int length, out int offset)
    {
        // Pinned, so that the garbage collector does not break the alignment.
        var storage = GC.AllocateArray<double>(length + LineDoubles, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        offset = (int)((LineBytes - (address % LineBytes)) % LineBytes) / sizeof(double);
        return storage;
    }
}
