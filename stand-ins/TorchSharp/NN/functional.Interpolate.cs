using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes the dimensions after batch and channels, to a size or by a factor.</summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (recompute_scale_factor || antialias)
                {
                    throw new NotSupportedException("interpolate: recompute_scale_factor and antialias are not supported.");
                }

                return (mode, x.ndim) switch
                {
                    (InterpolationMode.Nearest, 3) => Aten.upsample_nearest1d.Call(x, size, scale_factor),
                    (InterpolationMode.Nearest, 4) => Aten.upsample_nearest2d.Call(x, size, scale_factor),
                    (InterpolationMode.Linear, 3) => Aten.upsample_linear1d.Call(x, size, align_corners ?? false, scale_factor),
                    (InterpolationMode.Bilinear, 4) => Aten.upsample_bilinear2d.Call(x, size, align_corners ?? false, scale_factor),
                    _ => throw new NotSupportedException($"interpolate: {mode} is not supported for {x.ndim}D input."),
                };
            }

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.one_hot.Call(x, num_classes);
        }
    }
}
