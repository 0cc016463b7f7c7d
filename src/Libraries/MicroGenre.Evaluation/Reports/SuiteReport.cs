using MicroGenre.Evaluation.Metrics;
using MicroGenre.Evaluation.Suites;

namespace MicroGenre.Evaluation.Reports;

/// <summary>What a suite measured, row by row.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Genres">The genres, in the order of the confusion matrices.</param>
/// <param name="Rows">The rows.</param>
public sealed record SuiteReport(Suite Suite, IReadOnlyList<string> Genres, IReadOnlyList<SuiteReportRow> Rows)
{
    /// <summary>Puts the results of a suite together.</summary>
    /// <exception cref="ArgumentException">There are no results.</exception>
    public static SuiteReport Of(Suite suite, IReadOnlyList<SuiteResult> results)
    {
        ArgumentNullException.ThrowIfNull(suite);
        if (results.Count == 0)
        {
            throw new ArgumentException("There are no results to report.", nameof(results));
        }

        return new SuiteReport(
            suite,
            [.. results[0].Report.PerGenre.Keys],
            [.. suite.Rows.Select(row => SuiteReportRow.Of(row, [.. results.Where(result => string.Equals(result.Row, row.Name, StringComparison.Ordinal))]))]);
    }
}

/// <summary>What a row of a suite measured over its seeds.</summary>
/// <param name="Name">The row.</param>
/// <param name="Published">The published accuracy, if any.</param>
/// <param name="Mean">Mean accuracy over the seeds.</param>
/// <param name="Deviation">Standard deviation of the accuracy over the seeds (n − 1); 0 for one seed.</param>
/// <param name="Interval">Means of the ends of the seeds' 95 % bootstrap intervals: how much the choice of test tracks matters.</param>
/// <param name="TrainAccuracy">Mean accuracy on the tracks it learnt from.</param>
/// <param name="MacroF1">Mean macro F1.</param>
/// <param name="Confusion">Number of tracks by actual and predicted genre, summed over the seeds.</param>
/// <param name="Results">The results behind it.</param>
/// <param name="Note">What a reader of the row should know.</param>
public sealed record SuiteReportRow(
    string Name, double? Published, double Mean, double Deviation, Interval Interval, double TrainAccuracy, double MacroF1,
    ConfusionMatrix Confusion, IReadOnlyList<SuiteResult> Results, string? Note)
{
    internal static SuiteReportRow Of(SuiteRow row, IReadOnlyList<SuiteResult> results)
    {
        var accuracies = results.Select(result => result.Report.Accuracy).ToArray();
        var mean = accuracies.Average();
        var deviation = accuracies.Length < 2 ? 0 : Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / (accuracies.Length - 1));
        return new SuiteReportRow(
            row.Name, row.Published, mean, deviation,
            new Interval(results.Average(result => result.Report.Accuracy95[0]), results.Average(result => result.Report.Accuracy95[1])),
            results.Average(result => result.TrainAccuracy), results.Average(result => result.Report.MacroF1), Sum(results), results, row.Note);
    }

    private static ConfusionMatrix Sum(IReadOnlyList<SuiteResult> results)
    {
        var classes = results[0].Report.Confusion.Length;
        var sum = new long[classes, classes];
        foreach (var confusion in results.Select(result => result.Report.Confusion))
        {
            for (var i = 0; i < classes; i++)
            {
                for (var j = 0; j < classes; j++)
                {
                    sum[i, j] += confusion[i][j];
                }
            }
        }

        return new ConfusionMatrix(sum);
    }
}
