using System.Globalization;
using MicroGenre.Evaluation.Reports.Charts;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Texts and numbers shared by the HTML and Markdown pages of a suite.</summary>
internal static class SuiteFigures
{
    public const string Missing = "–";

    public const string Watched =
        "The test tracks were measured while the networks were trained, but nothing was chosen by them: neither the epoch nor any setting. "
        + "The curves are those of the first seed and, where there are several folds, of its first fold.";

    private const string Protocols =
        " The paper's protocol divides all tracks at random, so that a model may have heard the artists of its test tracks; the "
        + "artist-aware one keeps artists apart. Their difference, in points, is what the papers' figures owe to the artists.";

    /// <summary>What a page says of a row at chance if neither its suite nor its data gives the reason.</summary>
    public const string UnknownReason = "The reason is not known.";

    /// <summary>What the columns of a suite's tables are.</summary>
    public static string Measured(Suite suite) =>
        "Measured: mean accuracy over the seeds, ± the standard deviation for several seeds." + (suite.WithinTraining ? "" : Protocols)
        + " Interval: mean of the seeds’ 95 % bootstrap intervals over the test tracks. Epochs: number of epochs of each training, in "
        + "their order, where early stopping may end one before the recipe's number; “of” shows the recipe’s number if training was "
        + "shortened. Seconds: wall-clock time of a run on a machine that was also doing other work.";

    /// <summary>Whether a row has curves for a figure of its paper.</summary>
    public static bool HasFigure(SuiteReportRow row) => row.Row.Figure is not null && row.Results[0].Run.History.Count > 0;

    /// <summary>Whether test tracks were measured while a row was trained.</summary>
    public static bool IsWatched(SuiteReportRow row) => row.Results[0].Run.History.Any(point => point.WatchedAccuracy is not null);

    /// <summary>What a row's curves show: the paper's figure in words, and then what was measured.</summary>
    public static string FigureOf(SuiteReportRow row) => string.Join(' ', Sentences(row));

    private static IEnumerable<string> Sentences(SuiteReportRow row)
    {
        var history = row.Results[0].Run.History;
        var part = history.Where(epoch => epoch.Phase == history[^1].Phase).ToList();
        yield return row.Row.Figure!;
        yield return $"Here, at the last epoch: training loss {part[^1].Loss:0.00}, training accuracy {Percent(part[^1].Accuracy)}"
            + (part[^1].WatchedAccuracy is { } accuracy ? $", test accuracy {Percent(accuracy)}." : ".");
        var looks = part.Where(epoch => epoch.WatchedAccuracy is not null).ToList();
        if (looks.Count == 0)
        {
            yield return "The test tracks of this row were not measured while it was trained.";
        }
        else if (looks[^1] != part[^1])
        {
            yield return $"The test tracks were last measured at epoch {looks[^1].Epoch}: {Percent(looks[^1].WatchedAccuracy)}.";
        }

        if (looks.Count > 1 && looks.TrueForAll(epoch => epoch.WatchedLoss is not null))
        {
            yield return $"The loss on the test tracks was lowest at epoch {looks.MinBy(epoch => epoch.WatchedLoss)!.Epoch}.";
        }

        if (part[^1].IntraClusterVariance is { } variance)
        {
            var moving = part.FindLastIndex(epoch => epoch.IntraClusterVariance != variance);
            yield return $"The variance within clusters does not change after iteration {moving + 2}.";
        }

        if (row.Row.Recipe.Training.Schedule.Kind == ScheduleKind.Cyclical)
        {
            var rises = part.Zip(part.Skip(1)).Count(pair => pair.Second.Loss > pair.First.Loss);
            yield return $"The training loss rises at {rises} of {part.Count - 1} epochs.";
        }
    }

    /// <summary>The file of a row's curves.</summary>
    public static string FileOf(SuiteReport report, SuiteReportRow row) =>
        $"{report.Suite.Name}-{row.Row.Recipe.Name}-{SuiteProtocols.Names[(int)row.Protocol]}.svg";

    public static string Percent(double share) => $"{share * 100:0.0} %";

    public static string Percent(double? share) => share is { } known ? Percent(known) : Missing;

    public static string Loss(double? loss) => loss is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : Missing;

    public static string Accuracy(SuiteReportRow row) =>
        row.Deviation is { } deviation ? $"{Percent(row.Mean)} ± {deviation * 100:0.0}" : Percent(row.Mean);

    /// <summary>Draws the accuracy of each row next to the published one.</summary>
    public static string Chart(SuiteReport report) =>
        AccuracyBars.Draw([.. report.Rows.Select(row =>
            new Bar(report.TitleOf(row), Accuracy(row), row.Mean, row.Interval, row.Row.Published))]);

    /// <summary>The heading of the suite's protocol.</summary>
    public static string ProtocolHeading(Suite suite) =>
        suite.Rows.Any(row => row.Published is not null) ? "Why measured and published differ" : "How this was measured";

    /// <summary>Says, in one sentence each, what was chosen between rows that were measured; of equal ones, the faster is.</summary>
    public static IEnumerable<string> Choices(SuiteReport report) => report.Rows.Where(row => row.Row.Choice is not null)
        .GroupBy(row => row.Row.Choice, StringComparer.Ordinal).Where(rows => rows.Count() > 1)
        .Select(rows =>
        {
            var ranked = rows.OrderByDescending(row => row.Mean).ThenBy(row => row.Results.Average(result => result.Run.Seconds)).ToList();
            return $"{rows.Key}: {ranked[0].Name}, with {Percent(ranked[0].Mean)}; "
                + $"{string.Join(", ", ranked.Skip(1).Select(row => $"{row.Name} has {Percent(row.Mean)}"))}.";
        });

    /// <summary>Says, in one sentence each, how the runs deviate from the suite.</summary>
    public static IEnumerable<string> Shortfalls(SuiteReport report)
    {
        if (report.Rows.Where(row => row.IsCutShort).ToList() is { Count: > 0 } cut)
        {
            yield return $"Not trained to the end: "
                + $"{string.Join("; ", cut.Select(row => $"{report.TitleOf(row)} ({row.Epochs} epochs)"))}. "
                + "Their figures show what a short training achieves, not what the method can achieve.";
        }

        if (report.Rows.Where(row => row.Results.Count < report.Suite.Seeds.Count).ToList() is { Count: > 0 } few)
        {
            yield return $"With fewer than the suite’s {report.Suite.Seeds.Count} seeds: "
                + $"{string.Join("; ", few.Select(row => $"{report.TitleOf(row)} ({row.Results.Count})"))}.";
        }

        foreach (var rows in report.Rows.GroupBy(row => row.Precision).Where(rows => rows.Key is not Precision.Single)
            .OrderBy(rows => rows.Key))
        {
            yield return $"Networks trained with {NameOf(rows.Key)} numbers: {string.Join("; ", rows.Select(report.TitleOf))}.";
        }

        foreach (var rows in report.Rows.Where(row => !row.HasAllGenres).GroupBy(WhatGenresLack, StringComparer.Ordinal))
        {
            yield return $"{rows.Key}, so that the figure is not comparable with the other protocol's: "
                + $"{string.Join("; ", rows.Select(report.TitleOf))}.";
        }

        foreach (var rows in report.Rows.GroupBy(row => row.Protocol).OrderBy(rows => rows.Key))
        {
            if (report.Rows.Select(row => row.Name).Except(rows.Select(row => row.Name)).ToList() is { Count: > 0 } others)
            {
                yield return $"Not measured, {rows.Key.Heading()}: {string.Join("; ", others)}.";
            }
        }

        foreach (var row in report.Rows.Where(row => row.IsAtChance))
        {
            yield return $"Not certain to be better than chance, which is {Percent(row.Chance)}: {report.TitleOf(row)}. {WhyAtChance(row)}";
        }

        foreach (var missing in report.Missing)
        {
            var note = report.RowOf(missing).Note is { } text ? $" {text}" : "";
            yield return $"Not measured: {missing.Row}: {missing.Reason.TrimEnd('.')}.{note}";
        }
    }

    private static string NameOf(Precision precision) => precision is Precision.BFloat16 ? "bfloat16" : "TensorFloat-32";

    private static string WhatGenresLack(SuiteReportRow row)
    {
        var (share, genres) = (Percent(row.Unlearnt), row.Genres.Count);
        return (row.Unlearnt > 0, row.TestedGenres < genres) switch
        {
            (true, false) => $"{share} of the test tracks are of genres that no training track has, since one artist has them all",
            (true, true) => $"{share} of the test tracks are of genres that no training track has, and the test tracks are of "
                + $"{row.TestedGenres} of the {genres} genres, since one artist may have all tracks of a genre",
            _ => $"The test tracks are of {row.TestedGenres} of the {genres} genres, since one artist may have all tracks of a genre",
        };
    }

    private static string WhyAtChance(SuiteReportRow row) =>
        row.Row.AtChance ?? (row.HasAllGenres ? UnknownReason : $"{WhatGenresLack(row)}.");
}
