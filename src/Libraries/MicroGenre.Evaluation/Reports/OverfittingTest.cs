using System.Globalization;
using MicroGenre.Drawing;
using MicroGenre.Evaluation.Metrics;
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
    public string Words
    {
        get
        {
            var findings = _others.Select(Compare).ToList();
            return string.Join(' ',
            [
                "Overfitting is the accuracy on the training tracks less that on held-out tracks, averaged over the epochs at which both "
                + "were measured and over the seeds.",
                $"{_baseline.Name}: {Describe(_baseline)}.",
                .. findings.Select(finding => $"{finding.Row.Name}: {Describe(finding.Row)}; {Judge(finding, _baseline.Name)}."),
                Verdict(findings),
            ]);
        }
    }

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

    private static string Judge(Finding finding, string baseline) => string.Create(CultureInfo.InvariantCulture,
        $"it overfits {(finding.OverfitsLess ? "less" : "no less")} than {baseline}, its accuracy on training tracks is "
        + $"{(finding.LearnsLess ? "lower" : finding.Training > Least ? "higher" : "the same")}, and its accuracy at the end is "
        + $"{(finding.IsUnaffected ? "not certain to differ" : finding.AtEnd.High < 0 ? "lower" : "higher")} (95 % interval of the "
        + $"difference: {finding.AtEnd.Low * 100:+0.0;−0.0} to {finding.AtEnd.High * 100:+0.0;−0.0} points)");

    private static string Verdict(IReadOnlyList<Finding> findings)
    {
        return $"Less overfitting: {Holds(finding => finding.OverfitsLess)} A lower accuracy on training tracks: "
            + $"{Holds(finding => finding.LearnsLess)} An unaffected accuracy at the end: {Holds(finding => finding.IsUnaffected)}";

        string Holds(Func<Finding, bool> part) => findings.Count(part) switch
        {
            0 => "not here.",
            var holding when holding == findings.Count => "holds here.",
            var holding => $"holds here for {holding} of {findings.Count}.",
        };
    }

    private Finding Compare(SuiteReportRow other)
    {
        var intervals = other.Results.Join(
            _baseline.Results, result => result.Run.Seed, result => result.Run.Seed,
            (result, first) => Comparison.Of(first.Report, result.Report).Difference95).ToList();
        return new Finding(
            other, Gap(other) - Gap(_baseline), Training(other) - Training(_baseline),
            new Interval(intervals.Average(interval => interval[0]), intervals.Average(interval => interval[1])));
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

    /// <summary>A row compared with the baseline: differences of the row less the baseline, −1 to 1.</summary>
    /// <param name="Row">The row.</param>
    /// <param name="Gap">That of the distances between the accuracies on training and on held-out tracks.</param>
    /// <param name="Training">That of the accuracies on training tracks.</param>
    /// <param name="AtEnd">That of the accuracies at the end: the mean over the seeds of its 95 % interval on the same tracks.</param>
    private sealed record Finding(SuiteReportRow Row, double Gap, double Training, Interval AtEnd)
    {
        public bool OverfitsLess => Gap < -Least;

        public bool LearnsLess => Training < -Least;

        public bool IsUnaffected => AtEnd is { Low: <= 0, High: >= 0 };
    }
}
