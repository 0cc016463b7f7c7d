namespace MicroGenre.Learning;

/// <summary>The accuracy of answers with similar confidence: a bar of a reliability diagram (Guo et al., 2017).</summary>
/// <param name="UpTo">Upper limit of the confidence in the bin, 0 to 1.</param>
/// <param name="Tracks">Number of tracks in the bin.</param>
/// <param name="Confidence">The mean probability of the tracks' most probable genre, 0 to 1.</param>
/// <param name="Accuracy">The share of tracks that are of that genre, 0 to 1.</param>
public sealed record ReliabilityBin(double UpTo, int Tracks, double Confidence, double Accuracy)
{
    /// <summary>How many bins there may be.</summary>
    internal const int Bins = 10;

    /// <summary>Computes the non-empty bins, each a tenth wide.</summary>
    /// <param name="actual">The genre of each track.</param>
    /// <param name="probabilities">The probability of each genre for each track.</param>
    public static IReadOnlyList<ReliabilityBin> Of(IReadOnlyList<int> actual, IReadOnlyList<float[]> probabilities) =>
    [
        .. probabilities.Select((row, track) => (Top: (double)row.Max(), IsRight: Scores.ArgMax(row) == actual[track]))
            .GroupBy(answer => IndexOf(answer.Top) + 1)
            .OrderBy(bin => bin.Key)
            .Select(bin => new ReliabilityBin(
                (double)bin.Key / Bins, bin.Count(), bin.Average(answer => answer.Top), bin.Average(answer => answer.IsRight ? 1.0 : 0))),
    ];

    /// <summary>The bin of a probability, counted from 0.</summary>
    internal static int IndexOf(double probability) => Math.Clamp((int)Math.Ceiling(probability * Bins), 1, Bins) - 1;
}
