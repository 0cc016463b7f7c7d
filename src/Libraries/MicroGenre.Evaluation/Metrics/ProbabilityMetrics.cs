namespace MicroGenre.Evaluation.Metrics;

/// <summary>Metrics of predicted probabilities, given as a row-major <c>[tracks, classes]</c> array.</summary>
/// <remarks>All methods throw <see cref="ArgumentException"/> if lengths do not match or a class is out of range.</remarks>
/// <example><code>
/// var top2 = ProbabilityMetrics.TopAccuracy([0, 1], [0.7f, 0.2f, 0.1f, 0.3f, 0.3f, 0.4f], classes: 3, k: 2);
/// </code></example>
public static class ProbabilityMetrics
{
    /// <summary>Lower limit of probabilities before taking the logarithm: float64's epsilon, as in scikit-learn.</summary>
    public const double LogLossFloor = 2.220446049250313e-16;

    /// <summary>The most probable class of each track; the first if several are equally probable.</summary>
    public static int[] Predict(ReadOnlySpan<float> probabilities, int classes)
    {
        if (classes < 1 || probabilities.Length % classes != 0)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities are not a multiple of {classes} classes.", nameof(probabilities));
        }

        var predicted = new int[probabilities.Length / classes];
        for (var track = 0; track < predicted.Length; track++)
        {
            predicted[track] = MostProbable(probabilities.Slice(track * classes, classes));
        }

        return predicted;
    }

    /// <summary>
    /// The share of tracks whose class is among the <paramref name="k"/> most probable, 0 to 1. Of equally probable classes the earlier
    /// ranks higher, so that top-1 equals the accuracy of <see cref="Predict"/>. <see cref="double.NaN"/> if there are no tracks.
    /// </summary>
    /// <param name="actual">The class of each track.</param>
    /// <param name="probabilities">The probabilities, <c>[tracks, classes]</c>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="k">Number of classes that count as a hit, at least 1.</param>
    public static double TopAccuracy(ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities, int classes, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Guard.SameLength(actual.Length * classes, probabilities.Length, nameof(probabilities));
        var hits = 0;
        for (var track = 0; track < actual.Length; track++)
        {
            var row = probabilities.Slice(track * classes, classes);
            if (Rank(row, Guard.Class(actual[track], classes, track, nameof(actual))) < k)
            {
                hits++;
            }
        }

        return actual.IsEmpty ? double.NaN : (double)hits / actual.Length;
    }

    /// <summary>
    /// The mean of −ln p(actual class), in nats (scikit-learn's <c>log_loss</c>). Probabilities are clipped to [<see cref="LogLossFloor"/>,
    /// 1 − <see cref="LogLossFloor"/>], then each row is divided by its sum. <see cref="double.NaN"/> if there are no tracks.
    /// </summary>
    public static double LogLoss(ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities, int classes)
    {
        Guard.SameLength(actual.Length * classes, probabilities.Length, nameof(probabilities));
        double loss = 0;
        for (var track = 0; track < actual.Length; track++)
        {
            var row = probabilities.Slice(track * classes, classes);
            double sum = 0;
            foreach (var p in row)
            {
                sum += Clip(p);
            }

            loss -= Math.Log(Clip(row[Guard.Class(actual[track], classes, track, nameof(actual))]) / sum);
        }

        return actual.IsEmpty ? double.NaN : loss / actual.Length;
    }

    /// <summary>
    /// The expected calibration error (Guo et al., 2017), 0 to 1; 0 is perfect. Tracks are put into <paramref name="bins"/> bins of equal
    /// width by the probability of their most probable class. The result is the mean over tracks of |accuracy − mean probability| of their
    /// bin. A bin includes its upper edge but not its lower one; the first includes 0. <see cref="double.NaN"/> if there are no tracks.
    /// </summary>
    public static double CalibrationError(ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities, int classes, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Guard.SameLength(actual.Length * classes, probabilities.Length, nameof(probabilities));
        var surplus = new double[bins];
        for (var track = 0; track < actual.Length; track++)
        {
            var row = probabilities.Slice(track * classes, classes);
            var predicted = MostProbable(row);
            var bin = Math.Clamp((int)Math.Ceiling(row[predicted] * (double)bins) - 1, 0, bins - 1);
            var hit = predicted == Guard.Class(actual[track], classes, track, nameof(actual)) ? 1 : 0;
            surplus[bin] += hit - (double)row[predicted];
        }

        return actual.IsEmpty ? double.NaN : surplus.Sum(Math.Abs) / actual.Length;
    }

    private static double Clip(float p) => Math.Clamp((double)p, LogLossFloor, 1 - LogLossFloor);

    private static int MostProbable(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best])
            {
                best = i;
            }
        }

        return best;
    }

    private static int Rank(ReadOnlySpan<float> row, int index)
    {
        var rank = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] > row[index] || (row[i] == row[index] && i < index))
            {
                rank++;
            }
        }

        return rank;
    }
}
