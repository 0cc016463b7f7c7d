namespace MicroGenre.Evaluation.Metrics;

/// <summary>McNemar's test (1947): do two models differ in accuracy on the same tracks?</summary>
/// <param name="OnlyFirst">Tracks that only the first model got right.</param>
/// <param name="OnlySecond">Tracks that only the second model got right.</param>
/// <param name="Statistic"> χ² with Edwards' continuity correction, <c>(|OnlyFirst − OnlySecond| − 1)² / (OnlyFirst + OnlySecond)</c>; 0
/// when the models agree everywhere or differ on as many tracks either way.
/// </param>
/// <param name="PValue">Two-sided p of the exact test: the probability that a fair coin thrown OnlyFirst + OnlySecond times falls at least
/// as unevenly.
/// </param>
public sealed record McNemar(long OnlyFirst, long OnlySecond, double Statistic, double PValue)
{
    /// <summary>The test of two models' predictions for the same tracks.</summary>
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

    /// <summary>The test of the counts of tracks on which just one of two models is right.</summary>
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
