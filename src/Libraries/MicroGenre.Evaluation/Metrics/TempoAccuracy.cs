namespace MicroGenre.Evaluation.Metrics;

/// <summary>
/// The accuracy of estimated tempi (Gouyon et al., An Experimental Comparison of Audio Tempo Induction Algorithms, IEEE TASLP 14, 2006):
/// the share within 4 % of the annotated tempo, and the share within 4 % of it or of its half, third, double or triple.
/// </summary>
/// <param name="Accuracy1">The share of right tempi, 0 to 1.</param>
/// <param name="Accuracy2">The share of tempi that are right up to the choice of the beat, 0 to 1.</param>
/// <param name="Tracks">Number of tracks.</param>
public sealed record TempoAccuracy(double Accuracy1, double Accuracy2, int Tracks)
{
    /// <summary>The maximum relative deviation of a right tempo.</summary>
    public const double Tolerance = 0.04;

    private static readonly double[] Factors = [1, 2, 3, 1.0 / 2, 1.0 / 3];

    /// <summary>Compares tempi.</summary>
    /// <param name="estimated">The estimates, in beats per minute; <see langword="null"/> if none was found, which counts as wrong.</param>
    /// <param name="annotated">The annotated tempi, in the same order, all above 0.</param>
    /// <exception cref="ArgumentException">There are no tracks, or the lengths differ.</exception>
    public static TempoAccuracy Of(IReadOnlyList<double?> estimated, IReadOnlyList<double> annotated)
    {
        if (estimated.Count == 0 || estimated.Count != annotated.Count)
        {
            throw new ArgumentException($"{estimated.Count} tempi cannot be compared with {annotated.Count}.", nameof(estimated));
        }

        return new TempoAccuracy(Share([1.0]), Share(Factors), annotated.Count);

        double Share(double[] factors) => estimated
            .Where((tempo, i) =>
                Array.Exists(factors, factor => Math.Abs((tempo ?? 0) - (factor * annotated[i])) <= Tolerance * factor * annotated[i]))
            .Count() / (double)annotated.Count;
    }
}
