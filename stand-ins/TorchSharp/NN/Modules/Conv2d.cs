using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(
            long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation,
            PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(
                nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, padding_mode, groups,
                bias, device, dtype)
        {
        }

        private protected override Operator Plain => Aten.conv2d;

        private protected override Operator WithPadding => Aten.conv2d_padding;
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], null,
                    [dilation, dilation], padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [0, 0], padding, [dilation, dilation],
                    padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Pair(kernel_size), Pair(stride ?? (1, 1)), Pair(padding ?? (0, 0)), null,
                    Pair(dilation ?? (1, 1)), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Pair(kernel_size), Pair(stride ?? (1, 1)), [0, 0], padding, Pair(dilation ?? (1, 1)),
                    padding_mode, groups, bias, device, dtype);

            private static long[] Pair((long First, long Second) pair) => [pair.First, pair.Second];

            public static partial class functional
            {
                public static Tensor conv2d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                    long[]? dilation = null, long groups = 1) =>
                    Aten.conv2d.Call(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);
            }
        }
    }
}
