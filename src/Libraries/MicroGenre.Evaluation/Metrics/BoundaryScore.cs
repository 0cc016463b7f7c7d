namespace MicroGenre.Evaluation.Metrics;

/// <summary>The accuracy of boundaries between the parts of a track (mir_eval's <c>segment.detection</c>).</summary>
/// <param name="Precision">The share of estimated boundaries that match a reference boundary, 0 to 1; 0 if either list is empty.</param>
/// <param name="Recall">The share of reference boundaries that are matched, 0 to 1; 0 if either list is empty.</param>
/// <param name="F1">The harmonic mean of the two; 0 if both are 0.</param>
/// <example><code>
/// var score = BoundaryScore.Of(reference: [10, 20, 30], estimated: [10.2, 21, 30.1]);
/// </code></example>
public sealed record BoundaryScore(double Precision, double Recall, double F1)
{
    /// <summary>Matches as many estimated boundaries as possible to reference boundaries, one to one.</summary>
    /// <param name="reference">Times of the true boundaries, in seconds, in any order. The track's start and end count only if they are
    /// included.</param>
    /// <param name="estimated">Times of the estimated boundaries, in seconds, in any order.</param>
    /// <param name="window">The maximum distance of matching boundaries, in seconds; usually 0.5 or 3.</param>
    /// <exception cref="ArgumentException">A time or the window is negative or not finite.</exception>
    public static BoundaryScore Of(ReadOnlySpan<double> reference, ReadOnlySpan<double> estimated, double window = 0.5)
    {
        Check(window, nameof(window));
        var (trueTimes, foundTimes) = (Distinct(reference, nameof(reference)), Distinct(estimated, nameof(estimated)));

        // In temporal order and with a common window, matching the earliest boundary that fits leaves the most for later ones.
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
            throw new ArgumentException($"{name} contains {seconds}; times must be finite and at least 0 s.", name);
        }
    }
}
