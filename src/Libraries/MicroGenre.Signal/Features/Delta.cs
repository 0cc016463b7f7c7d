namespace MicroGenre.Signal;

/// <summary>Time derivatives of a feature (librosa's <c>feature.delta</c>, mode <c>interp</c>: Savitzky-Golay filters).</summary>
internal static class Delta
{
    /// <summary>
    /// Fits a polynomial of degree <paramref name="order"/> to the <paramref name="width"/> frames around each frame and takes its
    /// derivative. Near the ends, the fit is that of the first or last <paramref name="width"/> frames.
    /// </summary>
    /// <param name="values">A feature's row, <c>[frames]</c>.</param>
    /// <param name="order">1 for the first derivative, 2 for the second.</param>
    /// <param name="width">Number of frames to fit, odd.</param>
    /// <param name="result">The derivative, <c>[frames]</c>.</param>
    /// <exception cref="ArgumentException">The row has fewer than <paramref name="width"/> frames.</exception>
    public static void Compute(ReadOnlySpan<float> values, int order, int width, Span<float> result)
    {
        if (values.Length < width)
        {
            throw new ArgumentException(
                $"A time derivative over {width} frames needs at least {width} frames; the feature has {values.Length}.", nameof(width));
        }

        var weights = Weights(order, width);
        var half = width / 2;
        for (var frame = half; frame < values.Length - half; frame++)
        {
            var sum = 0.0;
            for (var i = 0; i < width; i++)
            {
                sum += weights[i] * values[frame - half + i];
            }

            result[frame] = (float)sum;
        }

        result[..half].Fill(result[half]);
        result[^half..].Fill(result[^(half + 1)]);
    }

    /// <summary>The least-squares weights of the slope, or of twice the quadratic term.</summary>
    private static double[] Weights(int order, int width)
    {
        var half = width / 2;
        var offsets = Enumerable.Range(-half, width).Select(offset => (double)offset).ToArray();
        var squares = offsets.Sum(offset => offset * offset);
        if (order == 1)
        {
            return Array.ConvertAll(offsets, offset => offset / squares);
        }

        var meanSquare = squares / width;
        var spread = offsets.Sum(offset => Math.Pow((offset * offset) - meanSquare, 2));
        return Array.ConvertAll(offsets, offset => 2 * ((offset * offset) - meanSquare) / spread);
    }
}
