using System.Globalization;
using MicroGenre.Evaluation.Suites;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A table as text: the first column names the rows, the others hold numbers.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The cells of the rows, one for each column.</param>
internal sealed record SuiteTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>Tables shared by the HTML and Markdown pages of a suite.</summary>
internal static class SuiteTables
{
    private const string NotYet = "not measured";

    /// <summary>All rows of the suite with published and measured accuracy by both protocols. Rows without a result come last.</summary>
    public static SuiteTable Results(SuiteReport report) => report.Suite.WithinTraining
        ? new(
            ["", "held out of the training list"],
            [
                .. report.Rows.Select(row => new[] { row.Name, SuiteFigures.Accuracy(row) }),
                .. report.Missing.Select(missing => new[] { missing.Row, NotYet }),
            ])
        : new(
            ["", "published", "paper's protocol", "artist-aware", "difference"],
            [.. report.Pairs.Select(Measured), .. report.Missing.Select(missing => NotMeasured(report.RowOf(missing)))]);

    /// <summary>What else was measured, by row and protocol.</summary>
    public static SuiteTable Details(SuiteReport report) => new(
        ["", "95 % interval", "top 2", "macro precision", "macro F1", "on training tracks", "epochs", "seeds", "seconds per run"],
        [.. report.Rows.Select(row => Measured(report, row))]);

    /// <summary>Published and measured values for each genre.</summary>
    public static SuiteTable Genres(SuiteReportRow row) => new(
        ["", "recall, published", "measured", "precision, published", "measured", "tracks"],
        [
            .. row.Genres.Index().Select(pair =>
            {
                var (published, score) = (row.Row.PublishedGenres.GetValueOrDefault(pair.Item), row.Confusion.Score(pair.Index));
                return new[]
                {
                    pair.Item, SuiteFigures.Percent(published?.Recall), SuiteFigures.Percent(score.Recall),
                        SuiteFigures.Percent(published?.Precision),
                    SuiteFigures.Percent(score.Precision), $"{score.Tracks / row.Results.Count}",
                };
            }),
        ]);

    /// <summary>Published accuracies and losses after numbers of epochs, and those of the test tracks that were watched.</summary>
    public static SuiteTable Epochs(SuiteReportPair pair) => new(
        ["epochs", "accuracy, published", "paper's protocol", "artist-aware", "loss, published", "paper's protocol", "artist-aware"],
        [
            .. pair.Row.PublishedByEpoch.OrderBy(published => published.Key).Select(published => new[]
            {
                $"{published.Key}", SuiteFigures.Percent(published.Value.Accuracy),
                SuiteFigures.Percent(pair.Paper?.AccuracyAfter(published.Key)),
                SuiteFigures.Percent(pair.ArtistAware?.AccuracyAfter(published.Key)), SuiteFigures.Loss(published.Value.Loss),
                SuiteFigures.Loss(pair.Paper?.LossAfter(published.Key)), SuiteFigures.Loss(pair.ArtistAware?.LossAfter(published.Key)),
            }),
        ]);

    /// <summary>The splits and track fingerprints of the report.</summary>
    public static SuiteTable Runs(SuiteReport report) => new(
        ["split", "seed", "trained on", "fingerprint", "measured on", "fingerprint", "hop"],
        [
            .. report.Rows.SelectMany(row => row.Results).Select(result => result.Run)
                .DistinctBy(run => (run.Seed, run.Train.Fingerprint, run.Test.Fingerprint, run.Train.Timing)).Select(run => new[]
            {
                run.Folds is { } folds ? $"{folds} folds, of which {run.Split}" : run.Split,
                    $"{run.Seed}", $"{run.Train.Tracks} tracks",
                    run.Train.Fingerprint[..16], $"{run.Test.Tracks} tracks",
                    run.Test.Fingerprint[..16], run.Train.Timing is { } timing ? $"{timing.HopLength}" : SuiteFigures.Missing,
            }),
        ]);

    private static IReadOnlyList<string> Measured(SuiteReportPair pair) =>
    [
        pair.Row.Name, SuiteFigures.Percent(pair.Row.Published), Accuracy(pair.Paper), Accuracy(pair.ArtistAware),
            pair.Leak is { } leak ? (leak * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) : SuiteFigures.Missing,
    ];

    private static string Accuracy(SuiteReportRow? row) => row is null ? SuiteFigures.Missing : SuiteFigures.Accuracy(row);

    private static IReadOnlyList<string> Measured(SuiteReport report, SuiteReportRow row) =>
    [
        report.TitleOf(row),
        .. row.Row.IsProduct ? Enumerable.Repeat(SuiteFigures.Missing, 5) :
        [
            $"{SuiteFigures.Percent(row.Interval.Low)} to {SuiteFigures.Percent(row.Interval.High)}",
            SuiteFigures.Percent(row.Top2)
                + (row.Row.PublishedTop2 is { } published ? $" (published: {SuiteFigures.Percent(published)})" : ""),
            row.MacroPrecision.ToString("0.000", CultureInfo.InvariantCulture), row.MacroF1.ToString("0.000", CultureInfo.InvariantCulture),
            SuiteFigures.Percent(row.TrainAccuracy),
        ],
        row.Epochs, string.Join(", ", row.Results.Select(result => result.Run.Seed)),
        $"{row.Results.Average(result => result.Run.Seconds):0.0}",
    ];

    private static IReadOnlyList<string> NotMeasured(SuiteRow row) =>
        [row.Name, SuiteFigures.Percent(row.Published), NotYet, NotYet, ""];
}
