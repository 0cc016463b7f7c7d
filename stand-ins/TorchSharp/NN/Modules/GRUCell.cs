using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class GRUCell : RecurrentCell<Tensor?, Tensor>
    {
        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(GRUCell), gates: 3, inputSize, hiddenSize, bias, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            if (h0 is not null)
            {
                return Step(input, h0);
            }

            using var zero = Zero(input);
            return Step(input, zero);
        }

        private Tensor Step(Tensor input, Tensor hidden) => Aten.gru_cell.Call(input, hidden, weight_ih, weight_hh, bias_ih, bias_hh);
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
