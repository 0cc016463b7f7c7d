using MicroGenre.Evaluation.Reports;
using MicroGenre.Testing;

namespace MicroGenre.Evaluation.Tests;

public sealed class ComparisonTests
{
    private static readonly string[] Labels = ["blues", "rock"];

    [Fact]
    public void Reports_on_the_same_tracks_are_compared_in_pairs_whatever_their_order()
    {
        // 60 tracks: both right on 30, only the first on 5, only the second on 20, neither on 5.
        bool[] first = [.. Enumerable.Range(0, 60).Select(i => i < 35)];
        bool[] second = [.. Enumerable.Range(0, 60).Select(i => i is < 30 or (>= 35 and < 55))];
        var other = Report(second);
        var comparison = Comparison.Of(Report(first), other with { Answers = [.. other.Answers!.Reverse()] });

        Assert.Equal((60, 5L, 20L), (comparison.CommonTracks, comparison.McNemar!.OnlyFirst, comparison.McNemar.OnlySecond));
        Assert.Equal(0.25, comparison.Difference, 12);
        Assert.Equal(14.0 * 14 / 25, comparison.McNemar.Statistic, 12);
        Assert.InRange(comparison.McNemar.P, 0.004, 0.0043);
        Assert.InRange(comparison.Difference95[0], 0.05, 0.2);
        Assert.InRange(comparison.Difference95[1], 0.3, 0.45);
    }

    [Fact]
    public void Reports_on_other_tracks_have_a_wider_interval_and_no_test()
    {
        bool[] right = [.. Enumerable.Range(0, 60).Select(i => i < 40)];
        var paired = Comparison.Of(Report(right), Report(right));
        var apart = Comparison.Of(Report(right), Report(right) with { Answers = null });

        Assert.Equal([0, 0], paired.Difference95);
        Assert.Null(apart.McNemar);
        Assert.Equal(0, apart.CommonTracks);
        Assert.InRange(apart.Difference95[0], -0.25, -0.1);
        Assert.InRange(apart.Difference95[1], 0.1, 0.25);
        Assert.Equal(0, Comparison.Of(Report(right), Report(right, "other")).CommonTracks);
    }

    [Fact]
    public void A_kept_report_is_found_by_its_content_and_nothing_outside_the_folder_is()
    {
        using var folder = new TemporaryFolder();
        var store = new ReportStore(folder["reports"]);
        Assert.Empty(store.List());
        var report = Report([true, false]);
        var kept = store.Keep(report);

        Assert.Equal(kept.Id, store.Keep(report).Id);
        Assert.Equal(report.ToFullJson(), Assert.Single(store.List()).Report.ToFullJson());
        Assert.NotEqual(kept.Id, store.Keep(Report([true, true])).Id);
        File.WriteAllText(folder["reports/00.json"], "{");
        Assert.Equal(2, store.List().Count);
        Assert.Null(store.Find("../reports/" + kept.Id));
        Assert.Null(store.Find(""));
        Assert.DoesNotContain("taken_for", report.ToJson(), StringComparison.Ordinal);
    }

    private static EvaluationReport Report(bool[] isRight, string prefix = "track")
    {
        float[] probabilities = [.. isRight.SelectMany((right, i) => (i % 2 == 0) == right ? new[] { 0.9f, 0.1f } : [0.1f, 0.9f])];
        int[] actual = [.. isRight.Select((_, i) => i % 2)];
        return EvaluationReport.Of(Labels, actual, probabilities) with
        {
            Answers =
                [.. isRight.Select((right, i) => new TrackAnswer($"{prefix} {i}", Labels[i % 2], Labels[right ? i % 2 : 1 - (i % 2)]))],
        };
    }
}
