namespace MicroGenre.Evaluation.Metrics;

/// <summary>How well the boundaries between a track's parts are found (mir_eval's <c>segment.detection</c>).</summary>
/// <param name="Precision">Share of the estimated boundaries that match one of the reference; 0 when either side has none.</param>
/// <param name="Recall">Share of the reference boundaries that are matched; 0 when either side has none.</param>
/// <param name="F1">Harmonic mean of the two; 0 when both are.</param>
/// <example><code>
/// var score = BoundaryScore.Of(reference: [10, 20, 30], estimated: [10.2, 21, 30.1]);
/// </code></example>
public sealed record BoundaryScore(double Precision, double Recall, double F1)
{
    /// <summary>Matches estimated to reference boundaries, one to one, as many as possible.</summary>
    /// <param name="reference">Times of the true boundaries in seconds, in any order; the track's start and end count if they are
    /// given.</param>
    /// <param name="estimated">Times of the found boundaries in seconds, in any order.</param>
    /// <param name="window">Two boundaries match when they are at most this far apart, in seconds; 0.5 and 3 are customary.</param>
    /// <exception cref="ArgumentException">A time or the window is negative or not finite.</exception>
    public static BoundaryScore Of(ReadOnlySpan<double> reference, ReadOnlySpan<double> estimated, double window = 0.5)
    {
        Check(window, nameof(window));
        var (trueTimes, foundTimes) = (Distinct(reference, nameof(reference)), Distinct(estimated, nameof(estimated)));

        // In time order, with one window for all, taking the earliest match that fits leaves the most for those that follow.
        int hits = 0, i = 0, j = 0;
        while (i < trueTimes.Length && j < foundTimes.Length)
        {
            var apart = foundTimes[j] - trueTimes[i];
            if (Math.Abs(apart) <= window)
            {
                hits++;
                i++;
                j++;
            }
            else if (apart < 0)
            {
                j++;
            }
            else
            {
                i++;
            }
        }

        var score = ClassScore.Of(hits, foundTimes.Length, trueTimes.Length);
        return new BoundaryScore(score.Precision, score.Recall, score.F1);
    }

    private static double[] Distinct(ReadOnlySpan<double> times, string name)
    {
        foreach (var time in times)
        {
            Check(time, name);
        }

        return [.. times.ToArray().Distinct().Order()];
    }

    private static void Check(double seconds, string name)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
        {
            throw new ArgumentException($"{name} holds {seconds} where a time in seconds, 0 or more, is expected.", name);
        }
    }
}
