using MicroGenre.Evaluation.Reports.Charts;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Texts and numbers shared by the HTML and Markdown pages of a suite.</summary>
internal static class SuiteFigures
{
    public const string Missing = "–";

    public const string Measured =
        "Measured: mean accuracy over the seeds, ± the standard deviation for several seeds. The paper's protocol divides all tracks at "
        + "random, so that a model may have heard the artists of its test tracks; the artist-aware one keeps artists apart. Their "
        + "difference, in points, is what the papers' figures owe to the artists. Interval: mean of the seeds’ 95 % bootstrap "
        + "intervals over the test tracks. Epochs: number of epochs that a network was trained for; “of” shows the recipe’s number if "
        + "training was shortened. Seconds: wall-clock time of a run on a machine that was also doing other work.";

    public const string Watched =
        "The test tracks were measured while the networks were trained, but nothing was chosen by them: neither the epoch nor any setting. "
        + "The curves are those of the first seed.";

    /// <summary>What a page says of a row at chance if neither its suite nor its data gives the reason.</summary>
    public const string UnknownReason = "The reason is not known.";

    /// <summary>Whether a row has curves for a figure of its paper.</summary>
    public static bool HasFigure(SuiteReportRow row) => row.Row.Figure is not null && row.Results[0].Run.History.Count > 0;

    /// <summary>What a row's curves show: the paper's figure in words, and where they end.</summary>
    public static string FigureOf(SuiteReportRow row)
    {
        var last = row.Results[0].Run.History[^1];
        var watched = last.WatchedAccuracy is { } accuracy ? $", test accuracy {Percent(accuracy)}" : "";
        return $"{row.Row.Figure} At the last epoch: training loss {last.Loss:0.00}, training accuracy {Percent(last.Accuracy)}{watched}.";
    }

    /// <summary>The file of a row's curves.</summary>
    public static string FileOf(SuiteReport report, SuiteReportRow row) =>
        $"{report.Suite.Name}-{row.Row.Recipe.Name}-{SuiteProtocols.Names[(int)row.Protocol]}.svg";

    public static string Percent(double share) => $"{share * 100:0.0} %";

    public static string Percent(double? share) => share is { } known ? Percent(known) : Missing;

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

        if (report.Rows.Where(row => row.Results.Count < report.Suite.SeedsOf(row.Row).Count).ToList() is { Count: > 0 } few)
        {
            yield return $"With fewer than the suite’s {report.Suite.Seeds.Count} seeds: "
                + $"{string.Join("; ", few.Select(row => $"{report.TitleOf(row)} ({row.Results.Count})"))}.";
        }

        foreach (var rows in report.Rows.GroupBy(row => row.Precision).Where(rows => rows.Key is not Precision.Single)
            .OrderBy(rows => rows.Key))
        {
            yield return $"Networks trained with {NameOf(rows.Key)} numbers: {string.Join("; ", rows.Select(report.TitleOf))}.";
        }

        foreach (var row in report.Rows.Where(row => row.IsAtChance))
        {
            yield return $"Not certain to be better than chance, which is {Percent(row.Chance)}: {report.TitleOf(row)}. {WhyAtChance(row)}";
        }

        foreach (var missing in report.Missing)
        {
            yield return $"Not measured: {missing.Row}: {missing.Reason.TrimEnd('.')}.";
        }
    }

    private static string NameOf(Precision precision) => precision is Precision.BFloat16 ? "bfloat16" : "TensorFloat-32";

    private static string WhyAtChance(SuiteReportRow row)
    {
        var unlearnt = row.Results.Average(result => result.Unlearnt);
        var reasons = new[]
        {
            unlearnt == 0 ? null
                : $"{Percent(unlearnt)} of its test tracks are of genres that no training track has, since one artist has them all.",
            row.Row.AtChance,
        };
        return string.Join(' ', reasons.OfType<string>().DefaultIfEmpty(UnknownReason));
    }
}
