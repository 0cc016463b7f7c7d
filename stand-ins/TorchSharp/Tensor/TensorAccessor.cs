using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor, in row-major order of its indices whatever its strides are.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly unsafe T* start;

    internal unsafe TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        start = (T*)tensor.DataPointer;
    }

    public long Count => tensor.numel();

    public bool IsReadOnly => false;

    public unsafe T this[params long[] indices]
    {
        get => *At(indices);
        set => *At(indices) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        if (tensor.is_contiguous())
        {
            var length = (int)Math.Min(target.Length, Count - tensorIndex);
            new ReadOnlySpan<T>(start + tensorIndex, length).CopyTo(target);
            return;
        }

        var next = 0;
        foreach (var value in this.Skip((int)tensorIndex).Take(target.Length))
        {
            target[next++] = value;
        }
    }

    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        if (tensor.is_contiguous())
        {
            var length = (int)Math.Min(source.Length, Count - tensorIndex);
            source[..length].CopyTo(new Span<T>(start + tensorIndex, length));
            return;
        }

        for (var i = 0; i < source.Length && tensorIndex + i < Count; i++)
        {
            *AtPosition(tensorIndex + i) = source[i];
        }
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0, count = Count; i < count; i++)
        {
            yield return ValueAt(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The tensor belongs to its owner; the accessor only keeps it alive.
    public void Dispose()
    {
    }

    private unsafe T ValueAt(long position) => *AtPosition(position);

    private unsafe T* At(long[] indices)
    {
        if (indices.Length == 1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[0], Count);
            ArgumentOutOfRangeException.ThrowIfNegative(indices[0]);
            return AtPosition(indices[0]);
        }

        var shape = tensor.shape;
        var strides = tensor.stride();
        var offset = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[d], shape[d]);
            ArgumentOutOfRangeException.ThrowIfNegative(indices[d]);
            offset += indices[d] * strides[d];
        }

        return start + offset;
    }

    private unsafe T* AtPosition(long position)
    {
        if (tensor.is_contiguous())
        {
            return start + position;
        }

        var shape = tensor.shape;
        var strides = tensor.stride();
        var offset = 0L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            offset += position % shape[d] * strides[d];
            position /= shape[d];
        }

        return start + offset;
    }
}
