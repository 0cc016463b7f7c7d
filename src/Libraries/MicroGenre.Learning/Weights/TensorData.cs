using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>How the values of a <see cref="TensorData"/> are stored; the names are those of the safetensors format.</summary>
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

/// <summary>An array of any number of dimensions as it lies in a weights file: row-major, little-endian.</summary>
public sealed class TensorData
{
    /// <summary>Wraps bytes that are already in the file's order.</summary>
    /// <exception cref="ArgumentException">The bytes do not fit the shape.</exception>
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

    /// <summary>Single-precision values.</summary>
    public TensorData(ReadOnlySpan<float> values, params IReadOnlyList<long> shape)
        : this(TensorType.F32, shape, MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    /// <summary>Double-precision values.</summary>
    public TensorData(ReadOnlySpan<double> values, params IReadOnlyList<long> shape)
        : this(TensorType.F64, shape, MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    /// <summary>64-bit integers.</summary>
    public TensorData(ReadOnlySpan<long> values, params IReadOnlyList<long> shape)
        : this(TensorType.I64, shape, MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    /// <summary>How the values are stored.</summary>
    public TensorType Type { get; }

    /// <summary>The length of each dimension; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values' bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>How many values there are.</summary>
    public int Count => Bytes.Length / SizeOf(Type);

    /// <summary>The bytes that one value takes.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 => 2,
        _ => 1,
    };

    /// <summary>The values as single precision, whatever they are stored as.</summary>
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

    /// <summary>The values as double precision, whatever they are stored as.</summary>
    public double[] ToDouble() => Type switch
    {
        TensorType.F64 => MemoryMarshal.Cast<byte, double>(Bytes).ToArray(),
        _ => Array.ConvertAll(ToSingle(), value => (double)value),
    };

    /// <summary>The values as 64-bit integers.</summary>
    /// <exception cref="InvalidOperationException">They are not stored as integers.</exception>
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
