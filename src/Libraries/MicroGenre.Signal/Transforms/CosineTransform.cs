namespace MicroGenre.Signal;

/// <summary>The orthonormal discrete cosine transform of type II.</summary>
internal static class CosineTransform
{
    /// <summary>Computes one coefficient, <c>[frames]</c>, of each column of <paramref name="values"/>, <c>[n, frames]</c>.</summary>
    public static void Project(FeatureMatrix values, int coefficient, Span<float> result)
    {
        var n = values.Rows;
        var scale = Math.Sqrt((coefficient == 0 ? 1.0 : 2.0) / n);
        var sums = new double[values.Frames];
        for (var row = 0; row < n; row++)
        {
            var weight = scale * Math.Cos(Math.PI * coefficient * ((2 * row) + 1) / (2 * n));
            var input = values.Row(row);
            for (var frame = 0; frame < sums.Length; frame++)
            {
                sums[frame] += weight * input[frame];
            }
        }

        for (var frame = 0; frame < sums.Length; frame++)
        {
            result[frame] = (float)sums[frame];
        }
    }
}
