using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Bridge;

internal enum Tag
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    DoubleList,
    TensorList,
    OptionalTensorList,
    String,
    Device,
    Generator,
}

/// <summary>An argument of an operator. Lists and tensors stay managed until the call copies their handles.</summary>
internal readonly struct Value
{
    private Value(Tag tag, long bits = 0, object? reference = null)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
    }

    public Tag Tag { get; }

    public long Bits { get; }

    public object? Reference { get; }

    public static Value None => default;

    public static Value OptionalTensors(Tensor?[] tensors) => new(Tag.OptionalTensorList, 0, tensors);

    public static implicit operator Value(Tensor? value) => value is null ? None : new(Tag.Tensor, 0, value);

    public static implicit operator Value(Scalar? value) =>
        value is null ? None : new(value.IsIntegral ? Tag.Int : value.IsBoolean ? Tag.Bool : Tag.Double, value.Bits);

    public static implicit operator Value(long value) => new(Tag.Int, value);

    public static implicit operator Value(long? value) => value.HasValue ? new(Tag.Int, value.Value) : None;

    public static implicit operator Value(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Value(double? value) => value.HasValue ? value.Value : None;

    public static implicit operator Value(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Value(long[]? value) => value is null ? None : new(Tag.IntList, 0, value);

    public static implicit operator Value(double[]? value) => value is null ? None : new(Tag.DoubleList, 0, value);

    public static implicit operator Value(Tensor[] value) => new(Tag.TensorList, 0, value);

    public static implicit operator Value(string? value) => value is null ? None : new(Tag.String, 0, value);

    public static implicit operator Value(ScalarType value) => new(Tag.Int, (long)value);

    public static implicit operator Value(ScalarType? value) => value.HasValue ? value.Value : None;

    public static implicit operator Value(Device? value) => value is null ? None : new(Tag.Device, value.Bits);

    public static implicit operator Value(Generator? value) => value is null ? None : new(Tag.Generator, 0, value);
}

/// <summary>The same value as the native side sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public Tag Tag;
    public int Count;
    public long Bits;
}
