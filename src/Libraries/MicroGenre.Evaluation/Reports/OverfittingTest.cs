using System.Globalization;
using MicroGenre.Drawing;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Tests the claim that some rows overfit less than another and are as accurate, by the curves of their trainings.</summary>
internal sealed class OverfittingTest
{
    private const int PanelHeight = 200;

    // A smaller difference of accuracies on training tracks, or of distances from them, is none.
    private const double Least = 0.01;

    private readonly OverfittingClaim _claim;
    private readonly SuiteReportRow _baseline;
    private readonly IReadOnlyList<SuiteReportRow> _others;

    private OverfittingTest(OverfittingClaim claim, SuiteReportRow baseline, IReadOnlyList<SuiteReportRow> others) =>
        (_claim, _baseline, _others) = (claim, baseline, others);

    /// <summary>The tests of a report, one for each protocol by which the baseline and another row were measured.</summary>
    public static IEnumerable<OverfittingTest> Of(SuiteReport report)
    {
        if (report.Suite.Overfitting is not { } claim)
        {
            yield break;
        }

        foreach (var rows in report.Rows.Where(row => Curves(row).Count > 0).GroupBy(row => row.Protocol))
        {
            var others = rows.Where(row => claim.Others.Contains(row.Row.Recipe.Name, StringComparer.Ordinal)).ToList();
            if (rows.FirstOrDefault(row => row.Row.Recipe.Name == claim.Baseline) is { } baseline && others.Count > 0)
            {
                yield return new OverfittingTest(claim, baseline, others);
            }
        }
    }

    /// <summary>The heading of the test.</summary>
    public string Heading => $"The claim: {_claim.Claim} ({_baseline.Protocol.Heading()})";

    /// <summary>The file of the chart.</summary>
    public string FileOf(Suite suite) => $"{suite.Name}-overfitting-{SuiteProtocols.Names[(int)_baseline.Protocol]}.svg";

    /// <summary>The outcome in words.</summary>
    public string Words => string.Join(' ',
    [
        "Overfitting is the accuracy on the training tracks less that on held-out tracks, averaged over the epochs at which both were "
        + "measured and over the seeds.",
        $"{_baseline.Name}: {Describe(_baseline)}.",
        .. _others.Select(other => $"{other.Name}: {Describe(other)}; {Judge(other)}."),
        Verdict(),
    ]);

    /// <summary>Accuracy on training and held-out tracks over the epochs, a panel for each row.</summary>
    public string Chart()
    {
        SuiteReportRow[] rows = [_baseline, .. _others];
        var svg = new Svg(Svg.PhoneWidth, rows.Length * PanelHeight, "Accuracy on training and held-out tracks over the epochs");
        foreach (var (i, row) in rows.Index())
        {
            var curves = Curves(row);
            LineChart.DrawPanel(
                svg, 0, i * PanelHeight, Svg.PhoneWidth, PanelHeight, "epoch", $"{row.Name}: accuracy, %",
                [
                    new Series("training", [.. curves.Select(point => ((double)point.Epoch, point.Training * 100))]),
                    new Series("held-out tracks", [.. curves.Select(point => ((double)point.Epoch, point.HeldOut * 100))]),
                ],
                highest: 100);
        }

        return svg.ToString();
    }

    private static string Describe(SuiteReportRow row)
    {
        var curves = Curves(row);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Training(row) * 100:0.0} % on training and "
            + $"{curves.Average(point => point.HeldOut) * 100:0.0} % on held-out tracks, "
            + $"a distance of {Gap(row) * 100:0.0} points, and {SuiteFigures.Accuracy(row)} at the end");
    }

    private string Judge(SuiteReportRow other)
    {
        var (low, high) = Difference(other);
        return string.Create(CultureInfo.InvariantCulture,
            $"it overfits {(OverfitsLess(other) ? "less" : "no less")} than {_baseline.Name}, its accuracy on training tracks is "
            + $"{Compared(Training(other) - Training(_baseline))}, and its accuracy at the end is "
            + $"{(IsUnaffected(other) ? "not certain to differ" : high < 0 ? "lower" : "higher")} "
            + $"(95 % interval of the difference: {low * 100:+0.0;−0.0} to {high * 100:+0.0;−0.0} points)");
    }

    private string Verdict() =>
        $"Less overfitting: {Holds(OverfitsLess)} A lower accuracy on training tracks: "
        + $"{Holds(other => Training(other) < Training(_baseline) - Least)} An unaffected accuracy at the end: {Holds(IsUnaffected)}";

    private string Holds(Func<SuiteReportRow, bool> part) => _others.Count(part) switch
    {
        0 => "not here.",
        var holding when holding == _others.Count => "holds here.",
        var holding => $"holds here for {holding} of {_others.Count}.",
    };

    private static string Compared(double difference) =>
        Math.Abs(difference) <= Least ? "the same" : difference < 0 ? "lower" : "higher";

    private bool OverfitsLess(SuiteReportRow other) => Gap(other) < Gap(_baseline) - Least;

    private bool IsUnaffected(SuiteReportRow other) => Difference(other) is { Low: <= 0, High: >= 0 };

    // The mean over the seeds of the 95 % interval of the difference on the same tracks.
    private (double Low, double High) Difference(SuiteReportRow other)
    {
        var intervals = other.Results.Join(
            _baseline.Results, result => result.Run.Seed, result => result.Run.Seed,
            (result, first) => Comparison.Of(ReportStore.Of(first.Run), ReportStore.Of(result.Run)).Difference95).ToList();
        return (intervals.Average(interval => interval[0]), intervals.Average(interval => interval[1]));
    }

    private static double Training(SuiteReportRow row) => Curves(row).Average(point => point.Training);

    private static double Gap(SuiteReportRow row) => Curves(row).Average(point => point.Training - point.HeldOut);

    // The means over the seeds at each epoch at which held-out tracks were measured.
    private static List<(int Epoch, double Training, double HeldOut)> Curves(SuiteReportRow row) =>
    [
        .. row.Results.SelectMany(result => result.Run.History).Where(point => HeldOut(point) is not null).GroupBy(point => point.Epoch)
            .OrderBy(points => points.Key)
            .Select(points => (points.Key, points.Average(point => point.Accuracy), points.Average(point => HeldOut(point)!.Value))),
    ];

    private static double? HeldOut(EpochResult point) => point.WatchedAccuracy ?? point.ValidationAccuracy;
}
