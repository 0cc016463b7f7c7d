using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Bridge;

/// <summary>One ATen operator, looked up in libtorch's dispatcher at its first call.</summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private IntPtr handle;

    /// <summary>Calls an operator that returns one tensor.</summary>
    public Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[1];
        Invoke(arguments, results, 1);
        return new Tensor((nint)results[0].Bits);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that argument.</summary>
    public Tensor InPlace(params ReadOnlySpan<Value> arguments)
    {
        Invoke(arguments, null, 0);
        return (Tensor)arguments[0].Reference!;
    }

    public (Tensor First, Tensor Second) CallPair(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits));
    }

    public (Tensor First, Tensor Second, Tensor Third) CallTriple(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits), new Tensor((nint)results[2].Bits));
    }

    public Tensor[] CallList(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[1];
        Invoke(arguments, results, 1);
        var handles = new ReadOnlySpan<IntPtr>((void*)results[0].Bits, results[0].Count);
        var tensors = new Tensor[handles.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(handles[i]);
        }

        return tensors;
    }

    public bool CallBool(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[1];
        Invoke(arguments, results, 1);
        return results[0].Bits != 0;
    }

    public Scalar CallScalar(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[1];
        Invoke(arguments, results, 1);
        return new Scalar(results[0].Tag, results[0].Bits);
    }

    // Lists are copied to the stack: they are a handful of dimensions or tensors, and need no pinning there.
    private void Invoke(ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        var op = handle != IntPtr.Zero ? handle : handle = Native.Check(Native.bridge_find_operator("aten::" + name, overload));
        var native = stackalloc NativeValue[arguments.Length];
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += ListWords(argument);
        }

        var buffer = words <= 256 ? stackalloc long[words] : new long[words];
        fixed (long* start = buffer)
        {
            var next = start;
            for (var i = 0; i < arguments.Length; i++)
            {
                next += Marshal(arguments[i], ref native[i], next);
            }

            Native.Check(Native.bridge_call(op, native, arguments.Length, results, capacity));
        }
    }

    private static int ListWords(in Value value) => value.Tag switch
    {
        Tag.IntList or Tag.DoubleList or Tag.TensorList or Tag.OptionalTensorList => ((Array)value.Reference!).Length,
        Tag.String => (Encoding.UTF8.GetByteCount((string)value.Reference!) + 7) / 8,
        _ => 0,
    };

    private static int Marshal(in Value value, ref NativeValue native, long* list)
    {
        native.Tag = value.Tag;
        native.Bits = value.Bits;
        switch (value.Tag)
        {
            case Tag.Tensor:
                native.Bits = ((Tensor)value.Reference!).Handle;
                return 0;
            case Tag.Generator:
                native.Bits = ((Generator)value.Reference!).Handle;
                return 0;
            case Tag.IntList:
                var numbers = (long[])value.Reference!;
                numbers.CopyTo(new Span<long>(list, numbers.Length));
                native.Count = numbers.Length;
                break;
            case Tag.DoubleList:
                var doubles = (double[])value.Reference!;
                doubles.CopyTo(new Span<double>(list, doubles.Length));
                native.Count = doubles.Length;
                break;
            case Tag.TensorList or Tag.OptionalTensorList:
                var tensors = (Tensor?[])value.Reference!;
                for (var i = 0; i < tensors.Length; i++)
                {
                    list[i] = tensors[i]?.Handle ?? 0;
                }

                native.Count = tensors.Length;
                break;
            case Tag.String:
                var text = (string)value.Reference!;
                native.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(list, Encoding.UTF8.GetByteCount(text)));
                break;
            default:
                return 0;
        }

        native.Bits = (long)list;
        return ListWords(value);
    }
}
