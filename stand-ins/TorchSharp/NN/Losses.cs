using TorchSharp.Bridge;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    public abstract class Loss<T1, T2, TResult>(nn.Reduction reduction = nn.Reduction.Mean) : nn.Module<T1, T2, TResult>("Loss")
    {
        public nn.Reduction reduction { get; } = reduction;
    }

    public abstract class WeightedLoss<T1, T2, TResult>(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : Loss<T1, T2, TResult>(reduction)
    {
        public Tensor? weight { get; } = weight;
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public enum Reduction : long
            {
                None = 0,
                Mean = 1,
                Sum = 2,
            }

            public static Modules.CrossEntropyLoss CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
                new(weight, ignore_index, reduction);

            public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);

            public static partial class functional
            {
                public static Tensor cross_entropy(
                    Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                    double label_smoothing = 0.0) =>
                    Aten.cross_entropy_loss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

                public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                    Aten.nll_loss.Call(input, target, weight, (long)reduction);

                public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.mse_loss.Call(input, target, (long)reduction);

                public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.l1_loss.Call(input, target, (long)reduction);

                public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                    Aten.kl_div.Call(input, target, (long)reduction, log_target);

                public static Tensor binary_cross_entropy_with_logits(
                    Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                    Aten.binary_cross_entropy_with_logits.Call(input, target, weight, pos_weights, (long)reduction);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class CrossEntropyLoss(
        Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
        : WeightedLoss<Tensor, Tensor, Tensor>(weight, reduction)
    {
        public long? ignore_index { get; } = ignore_index;

        public double label_smoothing { get; } = label_smoothing;

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.cross_entropy(input1, input2, weight, ignore_index ?? -100, reduction, label_smoothing);
    }

    public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Loss<Tensor, Tensor, Tensor>(reduction)
    {
        public override Tensor forward(Tensor input1, Tensor input2) => functional.mse_loss(input1, input2, reduction);
    }
}
