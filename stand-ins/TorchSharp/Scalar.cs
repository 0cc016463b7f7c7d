using TorchSharp.Bridge;

namespace TorchSharp;

/// <summary>A number of one of ATen's scalar kinds.</summary>
public sealed class Scalar : IDisposable
{
    private readonly Tag tag;

    internal Scalar(Tag tag, long bits)
    {
        this.tag = tag;
        Bits = bits;
    }

    private Scalar(long value)
        : this(Tag.Int, value)
    {
    }

    private Scalar(double value)
        : this(Tag.Double, BitConverter.DoubleToInt64Bits(value))
    {
    }

    public torch.ScalarType Type => tag switch
    {
        Tag.Int => torch.ScalarType.Int64,
        Tag.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Float64,
    };

    internal long Bits { get; }

    internal bool IsIntegral => tag == Tag.Int;

    internal bool IsBoolean => tag == Tag.Bool;

    internal double AsDouble => tag == Tag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => tag == Tag.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(Tag.Bool, value ? 1 : 0);

    // The value lives in the object itself; the method is there because the real scalar owns native memory.
    public void Dispose()
    {
    }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    public static double ToDouble(this Scalar value) => value.AsDouble;

    public static int ToInt32(this Scalar value) => (int)value.AsInt64;

    public static long ToInt64(this Scalar value) => value.AsInt64;

    public static bool ToBoolean(this Scalar value) => value.AsInt64 != 0;
}
