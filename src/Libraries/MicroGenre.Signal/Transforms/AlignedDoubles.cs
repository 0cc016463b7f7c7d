using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MicroGenre.Signal;

/// <summary>
/// Doubles that begin at a cache line and stay where they are: a vector register as wide as a line would otherwise touch two lines with
/// every load and store.
/// </summary>
internal sealed class AlignedDoubles
{
    private const int LineBytes = 64;
    private const int LineDoubles = LineBytes / sizeof(double);

    /// <summary>
    /// Arrays of one computation are put a few lines further apart than their length, so that equal places in them differ in more than the
    /// upper bits of their addresses, by which processors tell loads from stores.
    /// </summary>
    private const int PaddingLines = 3;

    private readonly double[] _storage;
    private readonly int _offset;

    private AlignedDoubles(double[] storage, int offset, int length) => (_storage, _offset, Length) = (storage, offset, length);

    /// <summary>Copies values.</summary>
    public AlignedDoubles(ReadOnlySpan<double> values)
        : this(Allocate(values.Length, out var offset), offset, values.Length) => values.CopyTo(Span);

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<double> Span => _storage.AsSpan(_offset, Length);

    /// <summary>The first of them.</summary>
    public ref double Start => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _offset);

    public double this[int index]
    {
        get => Span[index];
        set => Span[index] = value;
    }

    /// <summary>Several arrays of zeros in one piece of memory.</summary>
    public static AlignedDoubles[] Several(int count, int length)
    {
        var stride = (((length + LineDoubles - 1) / LineDoubles) + PaddingLines) * LineDoubles;
        var storage = Allocate(count * stride, out var offset);
        return [.. Enumerable.Range(0, count).Select(i => new AlignedDoubles(storage, offset + (i * stride), length))];
    }

    private static double[] Allocate(int length, out int offset)
    {
        // Pinned, so that the collector does not move it off the line.
        var storage = GC.AllocateArray<double>(length + LineDoubles, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        offset = (int)((LineBytes - (address % LineBytes)) % LineBytes) / sizeof(double);
        return storage;
    }
}
