using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<bool>([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(
        bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(FromMemory<bool>(rawArray, dimensions.ToArray(), dtype, device, requires_grad), false, names);

    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(FromMemory<byte>(rawArray, dimensions.ToArray(), dtype, device, requires_grad), false, names);

    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<int>(rawArray, [rawArray.Length], dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(FromMemory<int>(rawArray, dimensions.ToArray(), dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        tensor(rawArray.ToArray(), dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        tensor(rawArray.ToArray(), [rows, columns], dtype, device, requires_grad, names);

    public static Tensor tensor(
        int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<int>(Elements<int>(rawArray), Lengths(rawArray), dtype, device, requires_grad), false, names);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(
        long[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<long>(rawArray, [rawArray.Length], dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        long[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(FromMemory<long>(rawArray, dimensions.ToArray(), dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        tensor(rawArray.ToArray(), dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        tensor(rawArray.ToArray(), [rows, columns], dtype, device, requires_grad, names);

    public static Tensor tensor(
        long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<long>(Elements<long>(rawArray), Lengths(rawArray), dtype, device, requires_grad), false, names);

    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<float>(rawArray, [rawArray.Length], dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(FromMemory<float>(rawArray, dimensions.ToArray(), dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        tensor(rawArray.ToArray(), dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        tensor(rawArray.ToArray(), [rows, columns], dtype, device, requires_grad, names);

    public static Tensor tensor(
        float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<float>(Elements<float>(rawArray), Lengths(rawArray), dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<float>(Elements<float>(rawArray), Lengths(rawArray), dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<float>(Elements<float>(rawArray), Lengths(rawArray), dtype, device, requires_grad), false, names);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<double>(rawArray, [rawArray.Length], dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(FromMemory<double>(rawArray, dimensions.ToArray(), dtype, device, requires_grad), false, names);

    public static Tensor tensor(
        IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        tensor(rawArray.ToArray(), dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        tensor(rawArray.ToArray(), [rows, columns], dtype, device, requires_grad, names);

    public static Tensor tensor(
        double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(FromMemory<double>(Elements<double>(rawArray), Lengths(rawArray), dtype, device, requires_grad), false, names);

    /// <summary>Copies the elements, in row-major order, into a new tensor.</summary>
    private static unsafe Tensor FromMemory<T>(
        ReadOnlySpan<T> elements, long[] shape, ScalarType? dtype, Device? device, bool requiresGradient)
        where T : unmanaged
    {
        var count = shape.Aggregate(1L, (product, length) => product * length);
        if (count != elements.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {elements.Length} vs. {count}");
        }

        var tensor = empty(shape, ScalarTypeOf(typeof(T)));
        elements.CopyTo(new Span<T>((void*)tensor.DataPointer, elements.Length));
        if ((dtype ?? tensor.dtype) != tensor.dtype || (device?.type ?? DeviceType.CPU) != DeviceType.CPU)
        {
            tensor = tensor.to(dtype ?? tensor.dtype, device ?? CPU, disposeAfter: true);
        }

        return requiresGradient ? tensor.requires_grad_() : tensor;
    }

    private static ReadOnlySpan<T> Elements<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static long[] Lengths(Array array) => [.. Enumerable.Range(0, array.Rank).Select(array.GetLongLength)];
}
