using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Accuracy;

/// <summary>
/// Intervals of a mean over tracks whose artists, not the tracks, were drawn by chance: tracks of one artist stand or fall together.
/// </summary>
internal static class GroupBootstrap
{
    private const int Resamples = 4000;
    private const double Tail = 0.025;

    /// <summary>The 95 % percentile interval of the mean over resamples of whole groups.</summary>
    /// <param name="values">A value for each track.</param>
    /// <param name="groups">The group of each track.</param>
    public static Interval OfMean(IReadOnlyList<double> values, IReadOnlyList<string> groups)
    {
        (double Sum, int Count)[] sums = [.. groups.Zip(values).GroupBy(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)
            .Select(group => (group.Sum(), group.Count()))];
        var random = new SeededRandom(1);
        var means = new double[Resamples];
        for (var resample = 0; resample < means.Length; resample++)
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < sums.Length; i++)
            {
                var drawn = sums[random.Next(sums.Length)];
                (sum, count) = (sum + drawn.Sum, count + drawn.Count);
            }

            means[resample] = sum / count;
        }

        Array.Sort(means);
        return new Interval(means[(int)(Tail * (Resamples - 1))], means[(int)((1 - Tail) * (Resamples - 1))]);
    }
}
