namespace MicroGenre.Evaluation.Metrics;

/// <summary>
/// Metrics of predicted probabilities. Probabilities are a row-major <c>[tracks, classes]</c> array; each row is one track's, its
/// classes in the order that the class numbers count in.
/// </summary>
/// <remarks>All throw <see cref="ArgumentException"/> when lengths do not fit each other or a class is out of range.</remarks>
/// <example><code>
/// var top2 = ProbabilityMetrics.TopAccuracy([0, 1], [0.7f, 0.2f, 0.1f, 0.3f, 0.3f, 0.4f], classes: 3, k: 2);
/// </code></example>
public static class ProbabilityMetrics
{
    /// <summary>Probabilities below this are raised to it before their logarithm is taken: float64's epsilon, as in scikit-learn.</summary>
    public const double LogLossFloor = 2.220446049250313e-16;

    /// <summary>The most probable class of each track; of equally probable ones the first.</summary>
    public static int[] Predict(ReadOnlySpan<float> probabilities, int classes)
    {
        if (classes < 1 || probabilities.Length % classes != 0)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities are not whole rows of {classes} classes.", nameof(probabilities));
        }

        var predicted = new int[probabilities.Length / classes];
        for (var track = 0; track < predicted.Length; track++)
        {
            predicted[track] = MostProbable(probabilities.Slice(track * classes, classes));
        }

        return predicted;
    }

    /// <summary>
    /// The share of tracks whose class is among their <paramref name="k"/> most probable ones. Of equally probable classes the earlier
    /// ranks higher, so that top-1 is the accuracy of <see cref="Predict"/>. <see cref="double.NaN"/> when there are no tracks.
    /// </summary>
    /// <param name="actual">Class of each track.</param>
    /// <param name="probabilities"><c>[tracks, classes]</c>.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="k">How many classes count; at least 1.</param>
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
    /// Mean of −ln p(actual class), in nats (scikit-learn's <c>log_loss</c>): each probability is clipped to
    /// [<see cref="LogLossFloor"/>, 1 − <see cref="LogLossFloor"/>], then each row divided by its sum. <see cref="double.NaN"/> when there
    /// are no tracks.
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
    /// Expected calibration error (Guo et al., 2017): tracks are put into <paramref name="bins"/> equally wide bins by the probability of
    /// their most probable class; the result is the mean over tracks of |share correct − mean probability| of their bin. 0 is perfect.
    /// A bin holds its upper edge, not its lower one; the first holds 0. <see cref="double.NaN"/> when there are no tracks.
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
