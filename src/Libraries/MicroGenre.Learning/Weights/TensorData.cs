using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>The element type of a <see cref="TensorData"/>, with the names of the safetensors format.</summary>
public enum TensorType
{
    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>64-bit integers.</summary>
    I64,

    /// <summary>32-bit integers.</summary>
    I32,

    /// <summary>Bytes.</summary>
    U8,
}

/// <summary>An array of any number of dimensions in the layout of a weights file: row-major, little-endian.</summary>
public sealed class TensorData
{
    /// <summary>Wraps bytes that are already in the file's layout.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not match the shape.</exception>
    public TensorData(TensorType type, IReadOnlyList<long> shape, byte[] bytes)
    {
        var count = shape.Aggregate(1L, (product, length) => checked(product * length));
        if (count * SizeOf(type) != bytes.Length)
        {
            throw new ArgumentException(
                $"Shape [{string.Join(", ", shape)}] of {type} needs {count * SizeOf(type)} bytes, not {bytes.Length}.", nameof(bytes));
        }

        Type = type;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>Creates an array of single-precision values.</summary>
    public TensorData(ReadOnlySpan<float> values, params IReadOnlyList<long> shape)
        : this(TensorType.F32, shape, MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    /// <summary>Creates an array of double-precision values.</summary>
    public TensorData(ReadOnlySpan<double> values, params IReadOnlyList<long> shape)
        : this(TensorType.F64, shape, MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    /// <summary>Creates an array of 64-bit integers.</summary>
    public TensorData(ReadOnlySpan<long> values, params IReadOnlyList<long> shape)
        : this(TensorType.I64, shape, MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    /// <summary>The element type.</summary>
    public TensorType Type { get; }

    /// <summary>The length of each dimension; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values' bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>Number of values.</summary>
    public int Count => Bytes.Length / SizeOf(Type);

    /// <summary>The size of one value in bytes.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 => 2,
        _ => 1,
    };

    /// <summary>The values in single precision, converted if necessary.</summary>
    public float[] ToSingle() => Type switch
    {
        TensorType.F32 => MemoryMarshal.Cast<byte, float>(Bytes).ToArray(),
        TensorType.F16 => Convert<Half, float>(value => (float)value),
        TensorType.BF16 => Convert<ushort, float>(value => BitConverter.Int32BitsToSingle(value << 16)),
        TensorType.F64 => Convert<double, float>(value => (float)value),
        TensorType.I64 => Convert<long, float>(value => value),
        TensorType.I32 => Convert<int, float>(value => value),
        _ => Convert<byte, float>(value => value),
    };

    /// <summary>The values in double precision, converted if necessary.</summary>
    public double[] ToDouble() => Type switch
    {
        TensorType.F64 => MemoryMarshal.Cast<byte, double>(Bytes).ToArray(),
        _ => Array.ConvertAll(ToSingle(), value => (double)value),
    };

    /// <summary>The values as 64-bit integers.</summary>
    /// <exception cref="InvalidOperationException">The values are not stored as integers.</exception>
    public long[] ToInt64() => Type switch
    {
        TensorType.I64 => MemoryMarshal.Cast<byte, long>(Bytes).ToArray(),
        TensorType.I32 => Convert<int, long>(value => value),
        TensorType.U8 => Convert<byte, long>(value => value),
        _ => throw new InvalidOperationException($"{Type} values are not integers."),
    };

    private TTarget[] Convert<TSource, TTarget>(Func<TSource, TTarget> convert)
        where TSource : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, TSource>(Bytes);
        var target = new TTarget[source.Length];
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = convert(source[i]);
        }

        return target;
    }
}
