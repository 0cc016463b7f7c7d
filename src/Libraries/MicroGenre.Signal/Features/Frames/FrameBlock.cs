using System.Runtime.InteropServices;

namespace MicroGenre.Signal;

/// <summary>
/// Values of successive frames, <c>[frames, rows]</c>, outside the collector's heap: what <see cref="SafeHandle.Dispose()"/> frees is given
/// back at once, where an array would stay until a collection.
/// </summary>
internal sealed class FrameBlock : SafeBuffer
{
    private readonly int _capacity;

    public FrameBlock(int capacity)
        : base(ownsHandle: true)
    {
        _capacity = capacity;
        Initialize<float>((uint)capacity);
        SetHandle(Marshal.AllocHGlobal((nint)ByteLength));
        GC.AddMemoryPressure((long)ByteLength);
    }

    /// <summary>How many values it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it has no room left.</summary>
    public bool IsFull => Count == _capacity;

    /// <summary>Adds values behind those it holds.</summary>
    public void Append(ReadOnlySpan<float> values)
    {
        WriteSpan((ulong)Count * sizeof(float), values);
        Count += values.Length;
    }

    /// <summary>Copies its values from <paramref name="start"/> on.</summary>
    public void CopyTo(int start, Span<float> values) => ReadSpan((ulong)start * sizeof(float), values);

    protected override bool ReleaseHandle()
    {
        Marshal.FreeHGlobal(handle);
        GC.RemoveMemoryPressure((long)ByteLength);
        return true;
    }
}
