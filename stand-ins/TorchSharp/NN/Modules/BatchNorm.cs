using TorchSharp.Bridge;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises each channel by the batch's statistics in training, by their running averages otherwise.</summary>
    public abstract class BatchNorm : nn.Module<Tensor, Tensor>
    {
        private protected BatchNorm(
            string name, long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device,
            ScalarType? dtype)
            : base(name)
        {
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = Register(nameof(weight), ones([num_features], dtype, device));
                bias = Register(nameof(bias), zeros([num_features], dtype, device));
            }

            if (track_running_stats)
            {
                running_mean = RegisterBuffer(nameof(running_mean), zeros([num_features], dtype, device));
                running_var = RegisterBuffer(nameof(running_var), ones([num_features], dtype, device));
                num_batches_tracked = RegisterBuffer(nameof(num_batches_tracked), tensor(0L, device: device));
            }
        }

        public Parameter? weight { get; }

        public Parameter? bias { get; }

        public Tensor? running_mean { get; }

        public Tensor? running_var { get; }

        public Tensor? num_batches_tracked { get; }

        public long num_features { get; }

        public double eps { get; set; }

        public double? momentum { get; set; }

        public bool affine { get; }

        public bool track_running_stats { get; }

        public override Tensor forward(Tensor input)
        {
            if (!Accepts(input.ndim))
            {
                throw new ArgumentException($"{GetName()} got {input.ndim}D input.");
            }

            var factor = momentum ?? 0;
            if (training && num_batches_tracked is not null)
            {
                num_batches_tracked.add_(1);
                factor = momentum ?? 1.0 / num_batches_tracked.ToInt64();
            }

            var ofBatch = training || running_mean is null;
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, ofBatch, factor, eps);
        }

        private protected abstract bool Accepts(long dimensions);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                public static Tensor batch_norm(
                    Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                    double momentum = 0.1, double eps = 1e-5) =>
                    Aten.batch_norm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);
            }
        }
    }
}
