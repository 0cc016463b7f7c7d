using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.bridge_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.bridge_inference_mode() != 0;

    public static partial class autograd
    {
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var results = new IntPtr[inputs.Count];
            fixed (IntPtr* outs = Handles(outputs), ins = Handles(inputs), gradients = Handles(grad_outputs), found = results)
            {
                Native.Check(Native.bridge_grad(
                    outs, outputs.Count, ins, inputs.Count, gradients, grad_outputs?.Count ?? 0,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, found));
            }

            return [.. results.Select(handle => new Tensor(handle))];
        }

        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            fixed (IntPtr* roots = Handles(tensors), gradients = Handles(grad_tensors), leaves = Handles(inputs))
            {
                Native.Check(Native.bridge_backward(
                    roots, tensors.Count, gradients, grad_tensors?.Count ?? 0, retain_graph ?? create_graph ? 1 : 0,
                    create_graph ? 1 : 0, leaves, inputs?.Count ?? 0));
            }
        }

        private static IntPtr[] Handles(IList<Tensor>? tensors)
        {
            var handles = new IntPtr[tensors?.Count ?? 0];
            for (var i = 0; i < handles.Length; i++)
            {
                handles[i] = tensors![i].Handle;
            }

            return handles;
        }
    }

    /// <summary>Records or stops recording gradients on this thread until disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly int previous = Native.bridge_grad_mode();

        public GradMode(bool enabled) => Native.bridge_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => Native.bridge_set_grad_mode(previous);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private IntPtr guard = Native.bridge_enter_inference_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (guard != IntPtr.Zero)
            {
                Native.bridge_leave_inference_mode(guard);
                guard = IntPtr.Zero;
            }
        }
    }
}
