namespace MicroGenre.Evaluation.Metrics;

/// <summary>The counts and ratios of one genre, with the names of the CALM paper (2020, "Results and Discussions").</summary>
/// <param name="AccuratelyPredicted">N_C: tracks of the genre that were predicted as it.</param>
/// <param name="FalselyPredicted">N_F: tracks of other genres that were predicted as it.</param>
/// <param name="Missed">N_M: tracks of the genre that were predicted as another.</param>
public sealed record CalmGenre(long AccuratelyPredicted, long FalselyPredicted, long Missed)
{
    /// <summary>N_C / (N_C + N_F); 0 if the genre is never predicted.</summary>
    public double Precision => ClassScore.Of(AccuratelyPredicted, AccuratelyPredicted + FalselyPredicted, 0).Precision;

    /// <summary>N_C / (N_C + N_M); 0 if the genre has no tracks.</summary>
    public double Recall => ClassScore.Of(AccuratelyPredicted, 0, AccuratelyPredicted + Missed).Recall;
}

/// <summary>The metrics of the CALM paper, per genre and over all genres.</summary>
/// <remarks>
/// The paper's formulas do not say how genres are averaged, but its table 3 does: the mean of the ten precisions there is 91.87 %, the
/// precision stated in the abstract. Overall precision and recall are therefore unweighted means over all genres, whether or not they
/// occur.
/// </remarks>
/// <param name="Genres">The counts of each genre.</param>
/// <param name="Precision">The unweighted mean of the genres' precision.</param>
/// <param name="Recall">The unweighted mean of the genres' recall.</param>
/// <param name="Accuracy">total_c / total_m: accurately predicted tracks divided by all tracks; <see cref="double.NaN"/> if there are
/// none.</param>
/// <example><code>
/// var metrics = CalmMetrics.Of(new ConfusionMatrix(new long[,] { { 9, 1 }, { 2, 8 } }));
/// </code></example>
public sealed record CalmMetrics(IReadOnlyList<CalmGenre> Genres, double Precision, double Recall, double Accuracy)
{
    /// <summary>Computes the paper's metrics from a confusion matrix.</summary>
    public static CalmMetrics Of(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        CalmGenre[] genres = [.. Enumerable.Range(0, matrix.Classes).Select(i =>
        {
            var (hits, score) = (matrix[i, i], matrix.Score(i));
            return new CalmGenre(hits, score.Predicted - hits, score.Tracks - hits);
        })];
        return new CalmMetrics(
            genres,
            genres.Select(genre => genre.Precision).DefaultIfEmpty().Average(),
            genres.Select(genre => genre.Recall).DefaultIfEmpty().Average(),
            matrix.Accuracy);
    }
}
