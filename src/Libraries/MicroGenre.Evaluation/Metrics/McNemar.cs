namespace MicroGenre.Evaluation.Metrics;

/// <summary>McNemar's test (1947): whether the accuracies of two models differ on the same tracks.</summary>
/// <param name="OnlyFirst">Number of tracks that only the first model got right.</param>
/// <param name="OnlySecond">Number of tracks that only the second model got right.</param>
/// <param name="Statistic">χ² with Edwards' continuity correction, <c>(|OnlyFirst − OnlySecond| − 1)² / (OnlyFirst + OnlySecond)</c>; 0 if
/// both counts are equal.</param>
/// <param name="PValue">The two-sided p-value of the exact test: the probability that OnlyFirst + OnlySecond tosses of a fair coin are at
/// least as uneven.</param>
public sealed record McNemar(long OnlyFirst, long OnlySecond, double Statistic, double PValue)
{
    /// <summary>Compares the predictions of two models for the same tracks.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static McNemar Of(ReadOnlySpan<int> actual, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Guard.SameLength(actual.Length, first.Length, nameof(first));
        Guard.SameLength(actual.Length, second.Length, nameof(second));
        long onlyFirst = 0, onlySecond = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            var (firstHits, secondHits) = (first[i] == actual[i], second[i] == actual[i]);
            onlyFirst += firstHits && !secondHits ? 1 : 0;
            onlySecond += secondHits && !firstHits ? 1 : 0;
        }

        return Of(onlyFirst, onlySecond);
    }

    /// <summary>Computes the test from the numbers of tracks that exactly one of two models got right.</summary>
    public static McNemar Of(long onlyFirst, long onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var disagreements = onlyFirst + onlySecond;
        var difference = Math.Max(Math.Abs(onlyFirst - onlySecond) - 1, 0);
        var statistic = disagreements == 0 ? 0 : (double)difference * difference / disagreements;
        var p = Math.Min(1, 2 * Binomial.Cumulative(Math.Min(onlyFirst, onlySecond), disagreements, 0.5));
        return new McNemar(onlyFirst, onlySecond, statistic, p);
    }
}
