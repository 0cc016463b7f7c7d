namespace MicroGenre.Evaluation.Metrics;

/// <summary>The metrics of one class.</summary>
/// <param name="Precision">The share of tracks predicted as the class that are of it, 0 to 1; 0 if none are predicted.</param>
/// <param name="Recall">The share of the class's tracks that are predicted as it, 0 to 1; 0 if it has none.</param>
/// <param name="F1">The harmonic mean of the two, <c>2 · hits / (tracks + predicted)</c>; 0 if both counts are 0.</param>
/// <param name="Tracks">Number of tracks of the class (scikit-learn's support).</param>
/// <param name="Predicted">Number of tracks predicted as the class.</param>
public sealed record ClassScore(double Precision, double Recall, double F1, long Tracks, long Predicted)
{
    /// <summary>Computes the metrics of a class from its counts.</summary>
    /// <param name="hits">Number of tracks of the class that are predicted as it.</param>
    /// <param name="predicted">Number of tracks predicted as the class.</param>
    /// <param name="tracks">Number of tracks of the class.</param>
    public static ClassScore Of(long hits, long predicted, long tracks) =>
        new(Ratio(hits, predicted), Ratio(hits, tracks), Ratio(2 * hits, tracks + predicted), tracks, predicted);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
