using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of the recurrence.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
    {
        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(GRUCell))
        {
            var bound = 1 / Math.Sqrt(hiddenSize);
            weight_ih = Register(nameof(weight_ih), empty([3 * hiddenSize, inputSize], dtype, device));
            weight_hh = Register(nameof(weight_hh), empty([3 * hiddenSize, hiddenSize], dtype, device));
            if (bias)
            {
                bias_ih = Register(nameof(bias_ih), empty([3 * hiddenSize], dtype, device));
                bias_hh = Register(nameof(bias_hh), empty([3 * hiddenSize], dtype, device));
            }

            foreach (var parameter in parameters())
            {
                nn.init.uniform_(parameter, -bound, bound);
            }
        }

        public Parameter weight_ih { get; }

        public Parameter weight_hh { get; }

        public Parameter? bias_ih { get; }

        public Parameter? bias_hh { get; }

        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            if (h0 is not null)
            {
                return Aten.gru_cell.Call(input, h0, weight_ih, weight_hh, bias_ih, bias_hh);
            }

            using var zero = zeros([input.size(0), weight_hh.size(1)], input.dtype, input.device);
            return Aten.gru_cell.Call(input, zero, weight_ih, weight_hh, bias_ih, bias_hh);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GRUCell GRUCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
