using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Bridge;

/// <summary>The functions of native/bridge.cpp.</summary>
internal static unsafe partial class Native
{
    private const string Library = "TorchSharpBridge";

    /// <summary>Throws the thread's last native error, as the real package does.</summary>
    public static Exception LastError() => new ExternalException(Marshal.PtrToStringUTF8(bridge_last_error()));

    public static void Check(int result)
    {
        if (result < 0)
        {
            throw LastError();
        }
    }

    public static IntPtr Check(IntPtr result) => result == IntPtr.Zero ? throw LastError() : result;

    [LibraryImport(Library)] private static partial IntPtr bridge_last_error();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial IntPtr bridge_find_operator(string name, string overload);
    [LibraryImport(Library)] public static partial int bridge_call(IntPtr op, NativeValue* arguments, int count, NativeValue* results, int capacity);

    [LibraryImport(Library)] public static partial void bridge_tensor_dispose(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_tensor_dim(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_tensor_sizes(IntPtr tensor, long* sizes);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_tensor_strides(IntPtr tensor, long* strides);
    [LibraryImport(Library), SuppressGCTransition] public static partial long bridge_tensor_numel(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_tensor_dtype(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_tensor_element_size(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_tensor_is_contiguous(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial long bridge_tensor_device(IntPtr tensor);
    [LibraryImport(Library)] public static partial IntPtr bridge_tensor_data(IntPtr tensor);
    [LibraryImport(Library)] public static partial int bridge_tensor_requires_grad(IntPtr tensor);
    [LibraryImport(Library)] public static partial int bridge_tensor_is_leaf(IntPtr tensor);
    [LibraryImport(Library)] public static partial int bridge_tensor_set_requires_grad(IntPtr tensor, int value);
    [LibraryImport(Library)] public static partial IntPtr bridge_tensor_grad(IntPtr tensor);
    [LibraryImport(Library)] public static partial int bridge_tensor_set_grad(IntPtr tensor, IntPtr gradient);
    [LibraryImport(Library)] public static partial int bridge_tensor_set_data(IntPtr tensor, IntPtr source);

    [LibraryImport(Library)] public static partial int bridge_backward(
        IntPtr* tensors, int count, IntPtr* gradients, int gradientCount, int retainGraph, int createGraph, IntPtr* inputs, int inputCount);
    [LibraryImport(Library)] public static partial int bridge_grad(
        IntPtr* outputs, int count, IntPtr* inputs, int inputCount, IntPtr* gradients, int gradientCount,
        int retainGraph, int createGraph, int allowUnused, IntPtr* results);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] public static partial void bridge_set_grad_mode(int enabled);
    [LibraryImport(Library), SuppressGCTransition] public static partial int bridge_inference_mode();
    [LibraryImport(Library)] public static partial IntPtr bridge_enter_inference_mode(int enabled);
    [LibraryImport(Library)] public static partial void bridge_leave_inference_mode(IntPtr guard);

    [LibraryImport(Library)] public static partial IntPtr bridge_default_generator();
    [LibraryImport(Library)] public static partial IntPtr bridge_new_generator();
    [LibraryImport(Library)] public static partial void bridge_generator_dispose(IntPtr generator);
    [LibraryImport(Library)] public static partial int bridge_manual_seed(ulong seed);
    [LibraryImport(Library)] public static partial int bridge_generator_set_seed(IntPtr generator, ulong seed);
    [LibraryImport(Library)] public static partial ulong bridge_generator_seed(IntPtr generator);
    [LibraryImport(Library)] public static partial IntPtr bridge_generator_get_state(IntPtr generator);
    [LibraryImport(Library)] public static partial int bridge_generator_set_state(IntPtr generator, IntPtr state);

    [LibraryImport(Library)] public static partial void bridge_release_kept_memory();
    [LibraryImport(Library)] public static partial int bridge_get_num_threads();
    [LibraryImport(Library)] public static partial int bridge_set_num_threads(int count);
    [LibraryImport(Library)] public static partial int bridge_cuda_is_available();
    [LibraryImport(Library)] public static partial int bridge_get_allow_tf32(int matmul);
    [LibraryImport(Library)] public static partial int bridge_set_allow_tf32(int matmul, int enabled);
}
