using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of the recurrence.</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LSTMCell))
        {
            var bound = 1 / Math.Sqrt(hiddenSize);
            weight_ih = Register(nameof(weight_ih), empty([4 * hiddenSize, inputSize], dtype, device));
            weight_hh = Register(nameof(weight_hh), empty([4 * hiddenSize, hiddenSize], dtype, device));
            if (bias)
            {
                bias_ih = Register(nameof(bias_ih), empty([4 * hiddenSize], dtype, device));
                bias_hh = Register(nameof(bias_hh), empty([4 * hiddenSize], dtype, device));
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

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            if (h0_c0 is var (hidden, cell))
            {
                return Aten.lstm_cell.CallPair(input, new[] { hidden, cell }, weight_ih, weight_hh, bias_ih, bias_hh);
            }

            using var zero = zeros([input.size(0), weight_hh.size(1)], input.dtype, input.device);
            return Aten.lstm_cell.CallPair(input, new[] { zero, zero }, weight_ih, weight_hh, bias_ih, bias_hh);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => forward(input, h0_c0);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTMCell LSTMCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
