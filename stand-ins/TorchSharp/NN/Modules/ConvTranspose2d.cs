using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The transpose of a convolution, which undoes its striding.</summary>
    public sealed class ConvTranspose2d : nn.Module<Tensor, Tensor>
    {
        internal ConvTranspose2d(
            long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation,
            long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d))
        {
            (this.stride, this.padding, this.output_padding, this.dilation) = (stride, padding, output_padding, dilation);
            this.groups = groups;
            weight = Register(nameof(weight), empty([in_channels, out_channels / groups, .. kernel_size], dtype, device));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias)
            {
                this.bias = Register(nameof(bias), empty([out_channels], dtype, device));
                nn.init.BiasOf(weight, this.bias);
            }
        }

        public Parameter weight { get; }

        public Parameter? bias { get; }

        public long[] stride { get; }

        public long[] padding { get; }

        public long[] output_padding { get; }

        public long[] dilation { get; }

        public long groups { get; }

        public override Tensor forward(Tensor input) =>
            Aten.conv_transpose2d.Call(input, weight, bias, stride, padding, output_padding, groups, dilation);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                ConvTranspose2d(
                    in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding),
                    (output_padding, output_padding),
                    (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                padding_mode == PaddingModes.Zeros
                    ? new(in_channels, out_channels, Pair(kernel_size), Pair(stride ?? (1, 1)), Pair(padding ?? (0, 0)),
                        Pair(output_padding ?? (0, 0)), Pair(dilation ?? (1, 1)), groups, bias, device, dtype)
                    : throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
        }
    }
}
