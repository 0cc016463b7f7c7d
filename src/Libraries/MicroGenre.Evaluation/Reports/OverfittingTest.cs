using System.Globalization;
using MicroGenre.Drawing;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Tests the claim that some rows overfit less than another and are as accurate, by the curves of their trainings.</summary>
internal sealed class OverfittingTest
{
    private const int PanelHeight = 200;

    // A smaller difference of accuracies on training tracks is none.
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
            $"{curves.Average(point => point.Training) * 100:0.0} % on training and "
            + $"{curves.Average(point => point.HeldOut) * 100:0.0} % on held-out tracks, "
            + $"a distance of {Gap(row) * 100:0.0} points, and {SuiteFigures.Accuracy(row)} at the end");
    }

    private string Judge(SuiteReportRow other) =>
        $"it overfits {(OverfitsLess(other) ? "less" : "no less")} than {_baseline.Name}, and its accuracy is "
        + (IsEqual(other) ? "the same within the interval" : other.Mean > _baseline.Mean ? "higher" : "lower");

    private string Verdict() => _others.Count(other => OverfitsLess(other) && (IsEqual(other) || other.Mean > _baseline.Mean)) switch
    {
        0 => "The claim does not hold here.",
        var holding when holding == _others.Count => "The claim holds here.",
        var holding => $"The claim holds here for {holding} of {_others.Count}.",
    };

    private bool OverfitsLess(SuiteReportRow other) => Gap(other) < Gap(_baseline) - Least;

    private bool IsEqual(SuiteReportRow other) =>
        Math.Abs(other.Mean - _baseline.Mean) <= (_baseline.Interval.High - _baseline.Interval.Low) / 2;

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
