using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class LSTMCell : RecurrentCell<(Tensor, Tensor)?, (Tensor, Tensor)>
    {
        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LSTMCell), gates: 4, inputSize, hiddenSize, bias, device, dtype)
        {
        }

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            if (h0_c0 is var (hidden, cell))
            {
                return Step(input, hidden, cell);
            }

            using var zero = Zero(input);
            return Step(input, zero, zero);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => forward(input, h0_c0);

        private (Tensor, Tensor) Step(Tensor input, Tensor hidden, Tensor cell) =>
            Aten.lstm_cell.CallPair(input, new[] { hidden, cell }, weight_ih, weight_hh, bias_ih, bias_hh);
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
