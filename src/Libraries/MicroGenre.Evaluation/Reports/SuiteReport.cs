using MicroGenre.Evaluation.Metrics;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A row of a suite by both protocols.</summary>
/// <param name="Row">The row.</param>
/// <param name="Paper">Its results by the paper's protocol, if measured.</param>
/// <param name="ArtistAware">Its results with no artist on both sides, if measured.</param>
public sealed record SuiteReportPair(SuiteRow Row, SuiteReportRow? Paper, SuiteReportRow? ArtistAware)
{
    /// <summary>
    /// The accuracy by the paper's protocol less that of the other, 0 to 1: what comes of hearing the artists of the test tracks before.
    /// <see langword="null"/> if one is not measured, or if the genres of <see cref="ArtistAware"/> make it another task.
    /// </summary>
    public double? Leak => ArtistAware is { HasAllGenres: true } ? Paper?.Mean - ArtistAware.Mean : null;
}

/// <summary>The results of a suite, row by row.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Rows">The measured rows, those of the paper's protocol first; a row by two protocols is two.</param>
/// <param name="Missing">The rows without a result.</param>
public sealed record SuiteReport(Suite Suite, IReadOnlyList<SuiteReportRow> Rows, IReadOnlyList<MissingRow> Missing)
{
    /// <summary>Whether all rows have the same genres, so that they fit in one table.</summary>
    public bool HasCommonGenres => Rows.All(row => row.Genres.SequenceEqual(Rows[0].Genres, StringComparer.Ordinal));

    /// <summary>The measured rows with both their protocols.</summary>
    public IReadOnlyList<SuiteReportPair> Pairs =>
        [.. Rows.GroupBy(row => row.Name, StringComparer.Ordinal).Select(row => new SuiteReportPair(
            row.First().Row,
            row.FirstOrDefault(result => result.Protocol == SuiteProtocol.Paper),
            row.FirstOrDefault(result => result.Protocol == SuiteProtocol.ArtistAware)))];

    /// <summary>The row of the suite that has no result.</summary>
    internal SuiteRow RowOf(MissingRow missing) => Suite.Rows.First(row => row.Name == missing.Row);

    /// <summary>The name of a measured row, with its protocol where the report has both.</summary>
    public string TitleOf(SuiteReportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Rows.All(other => other.Protocol == row.Protocol) ? row.Name : $"{row.Name}, {row.Protocol.Heading()}";
    }

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

        var measured = outcome.Results.ToLookup(result => (result.Row, result.Protocol));
        return new SuiteReport(
            suite,
            [
                .. suite.Rows.SelectMany(row => Enum.GetValues<SuiteProtocol>()
                    .Where(protocol => measured.Contains((row.Name, protocol)))
                    .Select(protocol => SuiteReportRow.Of(row, protocol, [.. measured[(row.Name, protocol)]]))),
            ],
            outcome.Missing);
    }
}

/// <summary>The results of a row by a protocol, over its seeds.</summary>
/// <param name="Row">The row.</param>
/// <param name="Protocol">How the tracks were divided.</param>
/// <param name="Mean">The mean accuracy over the seeds, 0 to 1.</param>
/// <param name="Deviation">The standard deviation of the accuracy over the seeds (n − 1); <see langword="null"/> for one seed.</param>
/// <param name="Interval">The mean of the seeds' 95 % bootstrap intervals: the uncertainty due to the choice of test tracks.
/// A product of accuracies has none.</param>
/// <param name="MacroF1">The mean macro F1.</param>
/// <param name="Confusion">Numbers of tracks by actual and predicted genre, summed over the seeds.</param>
/// <param name="Results">The underlying results, at least one.</param>
public sealed record SuiteReportRow(
    SuiteRow Row, SuiteProtocol Protocol, double Mean, double? Deviation, Interval Interval, double MacroF1, ConfusionMatrix Confusion,
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

    /// <summary>The precision of each genre that was predicted, averaged over the genres, with the tracks of all seeds together.</summary>
    public double MacroPrecision => Enumerable.Range(0, Genres.Count).Average(genre => Confusion.Score(genre).Precision);

    /// <summary>
    /// The number of epochs of each training, in their order: networks of several parts have several, and seeds that stop early differ. If
    /// training was cut short, the limit and the number in the recipe.
    /// </summary>
    public string Epochs => Results[0].Run switch
    {
        { RecipeEpochs: 0 } => SuiteFigures.Missing,
        { MostEpochs: { } most } when AskedEpochs > most => $"{most} of {AskedEpochs}",
        _ => string.Join(" + ", Results.SelectMany(result => Trainings(result.Run).Index()).GroupBy(training => training.Index)
            .Select(seeds => (Least: seeds.Min(seed => seed.Item), Most: seeds.Max(seed => seed.Item)))
            .Select(epochs => epochs.Least == epochs.Most ? $"{epochs.Least}" : $"{epochs.Least} to {epochs.Most}")),
    };

    // The epochs of the row's own node, or of all trainings of the run, one after the other.
    private IEnumerable<int> Trainings(SuiteRun run) =>
        Row.Node is null ? run.History.GroupBy(point => point.Phase, StringComparer.Ordinal).Select(phase => phase.Count()) : [AskedEpochs];

    private int AskedEpochs => (Row.Node is { } node ? TreeAnswers.NodeOf(Row.Recipe, node).Epochs : null) ?? Results[0].Run.RecipeEpochs;

    /// <summary>
    /// The mean accuracy on the watched test tracks after a number of epochs; <see langword="null"/> if it was not measured.
    /// </summary>
    public double? AccuracyAfter(int epoch) => MeanAfter(epoch, point => point.WatchedAccuracy);

    /// <summary>The mean loss on the watched test tracks after a number of epochs; <see langword="null"/> if it was not measured.</summary>
    public double? LossAfter(int epoch) => MeanAfter(epoch, point => point.WatchedLoss);

    /// <summary>The mean share of the test tracks whose genre no training track has, so that they cannot be right, 0 to 1.</summary>
    public double Unlearnt => Results.Average(result => result.Unlearnt);

    /// <summary>The number of genres that test tracks of any seed have.</summary>
    public int TestedGenres => Results.SelectMany(result => result.Answers.Actual()).Distinct().Count();

    /// <summary>
    /// Whether every genre is learnt and tested. With few tracks an artist may have all those of a genre, and with no artist on both sides
    /// the genre is then on one side only.
    /// </summary>
    public bool HasAllGenres => Unlearnt == 0 && TestedGenres == Genres.Count;

    /// <summary>The accuracy of guessing, 0 to 1.</summary>
    public double Chance => 1.0 / Genres.Count;

    /// <summary>Whether the row may be no better than guessing: its interval reaches down to that.</summary>
    public bool IsAtChance => !Row.IsProduct && Interval.Low <= Chance;

    /// <summary>Whether its networks were trained for fewer epochs than the recipe says.</summary>
    public bool IsCutShort => Results[0].Run.MostEpochs is not null;

    /// <summary>The precision in which networks were trained: the lowest of all runs.</summary>
    public Precision Precision => Results.Max(result => result.Run.Precision);

    internal static SuiteReportRow Of(SuiteRow row, SuiteProtocol protocol, IReadOnlyList<SuiteResult> results)
    {
        var accuracies = results.Select(result => result.Accuracy).ToArray();
        var mean = accuracies.Average();
        double? deviation = accuracies.Length < 2 ? null
            : Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / (accuracies.Length - 1));
        return new SuiteReportRow(
            row, protocol, mean, deviation,
            row.IsProduct ? new Interval(mean, mean)
                : new Interval(
                    results.Average(result => result.Report.Accuracy95[0]), results.Average(result => result.Report.Accuracy95[1])),
            results.Average(result => result.Report.MacroF1), Sum(results), results);
    }

    private double? MeanAfter(int epoch, Func<EpochResult, double?> measure) =>
        Results.SelectMany(result => result.Run.History).Where(point => point.Epoch == epoch).Average(measure);

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
