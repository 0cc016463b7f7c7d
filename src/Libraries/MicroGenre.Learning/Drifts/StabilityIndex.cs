namespace MicroGenre.Learning;

/// <summary>
/// The population stability index: Σ (q − p) · ln(q / p) over the bins of two histograms, with the shares p and q. 0 where they are the
/// same; by custom, below 0.1 is no change, and above 0.25 is a large one (Siddiqi, "Credit risk scorecards", 2006).
/// </summary>
/// <example><code>var change = StabilityIndex.Of([50, 50], [80, 20]);</code></example>
public static class StabilityIndex
{
    // Half a count in each bin: empty ones have no logarithm.
    private const double Added = 0.5;

    /// <summary>The index.</summary>
    /// <param name="expected">Counts.</param>
    /// <param name="actual">Counts in the same bins.</param>
    /// <exception cref="ArgumentException">Histograms of different bins, or of none.</exception>
    public static double Of(IReadOnlyList<int> expected, IReadOnlyList<int> actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        if (expected.Count == 0 || expected.Count != actual.Count)
        {
            throw new ArgumentException($"Histograms of {expected.Count} and {actual.Count} bins cannot be compared.", nameof(actual));
        }

        var (before, now) = (expected.Sum() + (Added * expected.Count), actual.Sum() + (Added * actual.Count));
        return expected.Zip(actual, (one, other) =>
        {
            var (p, q) = ((one + Added) / before, (other + Added) / now);
            return (q - p) * Math.Log(q / p);
        }).Sum();
    }
}
