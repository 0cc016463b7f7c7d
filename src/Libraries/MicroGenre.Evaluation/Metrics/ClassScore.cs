namespace MicroGenre.Evaluation.Metrics;

/// <summary>How well one class is recognised.</summary>
/// <param name="Precision">Of the tracks taken for the class, the share that is of it; 0 when none was.</param>
/// <param name="Recall">Of the tracks of the class, the share taken for it; 0 when there are none.</param>
/// <param name="F1">Harmonic mean of the two: <c>2 · hits / (tracks + predicted)</c>; 0 when both counts are.</param>
/// <param name="Tracks">The number of tracks of the class (scikit-learn's support).</param>
/// <param name="Predicted">The number of tracks taken for the class.</param>
public sealed record ClassScore(double Precision, double Recall, double F1, long Tracks, long Predicted)
{
    /// <summary>The score of a class from its counts.</summary>
    /// <param name="hits">Tracks of the class that were taken for it.</param>
    /// <param name="predicted">Tracks of any class that were taken for it.</param>
    /// <param name="tracks">Tracks of the class.</param>
    public static ClassScore Of(long hits, long predicted, long tracks) =>
        new(Ratio(hits, predicted), Ratio(hits, tracks), Ratio(2 * hits, tracks + predicted), tracks, predicted);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
