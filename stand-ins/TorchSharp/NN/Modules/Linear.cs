using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y = x Wᵀ + b over the last dimension.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = Register(nameof(weight), empty([outputSize, inputSize], dtype, device));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (hasBias)
            {
                bias = Register(nameof(bias), empty([outputSize], dtype, device));
                nn.init.BiasOf(weight, bias);
            }
        }

        public Parameter weight { get; }

        public Parameter? bias { get; }

        public long in_features { get; }

        public long out_features { get; }

        public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static partial class functional
            {
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.linear.Call(input, weights, bias);
            }
        }
    }
}
