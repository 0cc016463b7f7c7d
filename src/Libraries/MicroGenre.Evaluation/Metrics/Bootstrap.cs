namespace MicroGenre.Evaluation.Metrics;

/// <summary>A confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Interval(double Low, double High);

/// <summary>Bootstrap intervals (Efron, 1979) for statistics of a confusion matrix.</summary>
/// <remarks>
/// Drawing n tracks with replacement and counting the cells is one draw from a multinomial distribution over the cells. Resamples are
/// therefore drawn cell by cell from binomial distributions, and a million tracks cost no more than ten.
/// </remarks>
public static class Bootstrap
{
    /// <summary>
    /// Computes the percentile interval of <paramref name="figure"/> over resamples of the tracks in <paramref name="matrix"/>.
    /// </summary>
    /// <param name="matrix">The counts, of at least one track.</param>
    /// <param name="figure">The statistic to compute for each resample, for example <c>m => m.Accuracy</c>.</param>
    /// <param name="resamples">Number of resamples, at least 1.</param>
    /// <param name="confidence">The share of resamples inside the interval, between 0 and 1.</param>
    /// <param name="seed">Seed; the same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">The matrix counts no tracks.</exception>
    public static Interval Of(
        ConfusionMatrix matrix, Func<ConfusionMatrix, double> figure, int resamples = 2000, double confidence = 0.95, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(confidence is > 0 and < 1, true, nameof(confidence));
        if (matrix.Total == 0)
        {
            throw new ArgumentException("An interval needs at least one track.", nameof(matrix));
        }

        var random = new Random(seed);
        var figures = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            figures[i] = figure(Resample(matrix, random));
        }

        Array.Sort(figures);
        var tail = (1 - confidence) / 2;
        return new Interval(Quantile(figures, tail), Quantile(figures, 1 - tail));
    }

    /// <summary>Draws as many tracks as <paramref name="matrix"/> counts, with replacement.</summary>
    public static ConfusionMatrix Resample(ConfusionMatrix matrix, Random random)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(random);
        var counts = new long[matrix.Classes, matrix.Classes];
        long tracksLeft = matrix.Total, drawsLeft = matrix.Total;
        for (var i = 0; i < matrix.Classes; i++)
        {
            for (var j = 0; j < matrix.Classes; j++)
            {
                var cell = matrix[i, j];
                if (cell > 0 && drawsLeft > 0)
                {
                    counts[i, j] = Binomial.Sample(drawsLeft, (double)cell / tracksLeft, random);
                    drawsLeft -= counts[i, j];
                    tracksLeft -= cell;
                }
            }
        }

        return new ConfusionMatrix(counts);
    }

    // Linear interpolation between order statistics (numpy.quantile's default).
    private static double Quantile(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
