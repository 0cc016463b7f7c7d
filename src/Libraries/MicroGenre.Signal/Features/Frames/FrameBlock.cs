using System.Runtime.InteropServices;

namespace MicroGenre.Signal;

/// <summary>
/// Values of consecutive frames, <c>[frames, rows]</c>, in native memory: <see cref="SafeHandle.Dispose()"/> frees it at once, while an
/// array would stay until a garbage collection.
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

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the block is full.</summary>
    public bool IsFull => Count == _capacity;

    /// <summary>Appends values.</summary>
    public void Append(ReadOnlySpan<float> values)
    {
        WriteSpan((ulong)Count * sizeof(float), values);
        Count += values.Length;
    }

    /// <summary>Copies values from <paramref name="start"/> on.</summary>
    public void CopyTo(int start, Span<float> values) => ReadSpan((ulong)start * sizeof(float), values);

    protected override bool ReleaseHandle()
    {
        Marshal.FreeHGlobal(handle);
        GC.RemoveMemoryPressure((long)ByteLength);
        return true;
    }
}
