namespace MicroGenre.Benchmarks.Serving;

/// <summary>What callers met who asked again and again.</summary>
/// <param name="Answered">Requests that were answered.</param>
/// <param name="Failures">Requests that were not, by their status.</param>
/// <param name="Asked">All requests, those before the measurement too.</param>
/// <param name="Seconds">How long it went.</param>
/// <param name="P50">Half of the answers came within so many milliseconds.</param>
/// <param name="P95">95 % of them did.</param>
/// <param name="P99">99 % of them did.</param>
/// <param name="OverheadP50">The median of an answer's milliseconds without what the service counts as the model's computation.</param>
internal sealed record LoadResult(int Answered, IReadOnlyDictionary<string, int> Failures, int Asked, double Seconds, double P50,
    double P95, double P99, double OverheadP50)
{
    /// <summary>Answers per second.</summary>
    public double Throughput => Answered / Seconds;

    /// <summary>Sums up what callers met.</summary>
    /// <param name="milliseconds">The time of each answer.</param>
    /// <param name="overheads">Each without the model's own computation.</param>
    /// <param name="failures">The status of each failure.</param>
    /// <param name="elapsed">How long it went.</param>
    public static LoadResult Of(
        IEnumerable<double> milliseconds, IEnumerable<double> overheads, IEnumerable<string> failures, TimeSpan elapsed)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new LoadResult(
            sorted.Length,
            failures.CountBy(status => status).ToDictionary(StringComparer.Ordinal),
            sorted.Length,
            elapsed.TotalSeconds,
            Quantile(sorted, 0.5),
            Quantile(sorted, 0.95),
            Quantile(sorted, 0.99),
            Quantile([.. overheads.Order()], 0.5));
    }

    /// <summary>The value that so large a share of sorted values does not exceed.</summary>
    public static double Quantile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];
}
