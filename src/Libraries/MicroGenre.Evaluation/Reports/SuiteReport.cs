using MicroGenre.Evaluation.Metrics;
using MicroGenre.Evaluation.Suites;

namespace MicroGenre.Evaluation.Reports;

/// <summary>The results of a suite, row by row.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Rows">The measured rows.</param>
/// <param name="Missing">The rows without a result.</param>
public sealed record SuiteReport(Suite Suite, IReadOnlyList<SuiteReportRow> Rows, IReadOnlyList<MissingRow> Missing)
{
    /// <summary>Whether all rows have the same genres, so that they fit in one table.</summary>
    public bool HasCommonGenres => Rows.All(row => row.Genres.SequenceEqual(Rows[0].Genres, StringComparer.Ordinal));

    /// <summary>Creates the report of a suite.</summary>
    /// <exception cref="ArgumentException">There are no results.</exception>
    public static SuiteReport Of(Suite suite, SuiteOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Results.Count == 0)
        {
            throw new ArgumentException("There are no results to report.", nameof(outcome));
        }

        var measured = outcome.Results.ToLookup(result => result.Row, StringComparer.Ordinal);
        return new SuiteReport(
            suite, [.. suite.Rows.Where(row => measured.Contains(row.Name))
                .Select(row => SuiteReportRow.Of(row, [.. measured[row.Name]]))], outcome.Missing);
    }
}

/// <summary>The results of a row over its seeds.</summary>
/// <param name="Row">The row.</param>
/// <param name="Mean">The mean accuracy over the seeds, 0 to 1.</param>
/// <param name="Deviation">The standard deviation of the accuracy over the seeds (n − 1); <see langword="null"/> for one seed.</param>
/// <param name="Interval">The mean of the seeds' 95 % bootstrap intervals: the uncertainty due to the choice of test tracks.</param>
/// <param name="MacroF1">The mean macro F1.</param>
/// <param name="Confusion">Numbers of tracks by actual and predicted genre, summed over the seeds.</param>
/// <param name="Results">The underlying results, at least one.</param>
public sealed record SuiteReportRow(
    SuiteRow Row, double Mean, double? Deviation, Interval Interval, double MacroF1, ConfusionMatrix Confusion,
        IReadOnlyList<SuiteResult> Results)
{
    /// <summary>The name of the row.</summary>
    public string Name => Row.Name;

    /// <summary>The genres, in the order of the confusion matrix.</summary>
    public IReadOnlyList<string> Genres => Results[0].Answers.Labels;

    /// <summary>The mean accuracy on the training tracks, if known.</summary>
    public double? TrainAccuracy => Results[0].TrainAccuracy is null ? null : Results.Average(result => result.TrainAccuracy!.Value);

    /// <summary>The mean share of tracks whose genre is among the two most probable.</summary>
    public double Top2 => Results.Average(result => result.Report.Top2);

    /// <summary>The number of epochs and, if training was cut short, the number in the recipe.</summary>
    public string Epochs => Results[0].Run switch
    {
        { RecipeEpochs: 0 } => "–",
        { MostEpochs: { } most } when AskedEpochs > most => $"{most} of {AskedEpochs}",
        _ => $"{AskedEpochs}",
    };

    private int AskedEpochs => (Row.Node is { } node ? TreeAnswers.NodeOf(Row.Recipe, node).Epochs : null) ?? Results[0].Run.RecipeEpochs;

    /// <summary>Whether its networks were trained for fewer epochs than the recipe says.</summary>
    public bool IsCutShort => Results[0].Run.MostEpochs is not null;

    internal static SuiteReportRow Of(SuiteRow row, IReadOnlyList<SuiteResult> results)
    {
        var accuracies = results.Select(result => result.Report.Accuracy).ToArray();
        var mean = accuracies.Average();
        double? deviation = accuracies.Length < 2 ? null
            : Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / (accuracies.Length - 1));
        return new SuiteReportRow(
            row, mean, deviation,
            new Interval(results.Average(result => result.Report.Accuracy95[0]), results.Average(result => result.Report.Accuracy95[1])),
            results.Average(result => result.Report.MacroF1), Sum(results), results);
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
