namespace MicroGenre.Learning;

/// <summary>How often answers are right that a model is about so sure of: a bar of a reliability diagram (Guo et al., 2017).</summary>
/// <param name="UpTo">The most probable genre of its tracks is at most so probable, and more than in the bin before, 0 to 1.</param>
/// <param name="Tracks">How many tracks there are.</param>
/// <param name="Confidence">The mean probability of their most probable genre, 0 to 1.</param>
/// <param name="Accuracy">The share of them that is of that genre, 0 to 1.</param>
public sealed record ReliabilityBin(double UpTo, int Tracks, double Confidence, double Accuracy)
{
    private const int Bins = 10;

    /// <summary>The bins, a tenth wide each, that have tracks.</summary>
    /// <param name="actual">The genre of each track.</param>
    /// <param name="probabilities">For each track the probability of each genre.</param>
    public static IReadOnlyList<ReliabilityBin> Of(IReadOnlyList<int> actual, IReadOnlyList<float[]> probabilities) =>
    [
        .. probabilities.Select((row, track) => (Top: (double)row.Max(), IsRight: Scores.ArgMax(row) == actual[track]))
            .GroupBy(answer => Math.Clamp((int)Math.Ceiling(answer.Top * Bins), 1, Bins))
            .OrderBy(bin => bin.Key)
            .Select(bin => new ReliabilityBin(
                (double)bin.Key / Bins, bin.Count(), bin.Average(answer => answer.Top), bin.Average(answer => answer.IsRight ? 1.0 : 0))),
    ];
}
