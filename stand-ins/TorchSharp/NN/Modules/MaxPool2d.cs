using TorchSharp.Bridge;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode)
            : base(nameof(MaxPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? [0, 0];
            this.dilation = dilation ?? [1, 1];
            this.ceil_mode = ceil_mode;
        }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[] padding { get; set; }

        public long[] dilation { get; set; }

        public bool ceil_mode { get; set; }

        public override Tensor forward(Tensor input) =>
            nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MaxPool2d MaxPool2d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new([kernel_size, kernel_size], Both(stride), Both(padding), Both(dilation), ceil_mode);

            public static MaxPool2d MaxPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
                bool ceil_mode = false) =>
                new(Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

            private static long[]? Both(long? value) => value is { } side ? [side, side] : null;

            private static long[]? Pair((long, long)? pair) => pair is { } sides ? Pair(sides) : null;

            public static partial class functional
            {
                public static Tensor max_pool2d(
                    Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                    bool ceil_mode = false) =>
                    Aten.max_pool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0], dilation ?? [1, 1], ceil_mode);

                public static Tensor max_pool2d(
                    Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    max_pool2d(input, [kernel_size, kernel_size], Both(stride), Both(padding), Both(dilation), ceil_mode);

                public static Tensor max_pool2d(
                    Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                    (long, long)? dilation = null,
                    bool ceil_mode = false) =>
                    max_pool2d(input, Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);
            }
        }
    }
}
