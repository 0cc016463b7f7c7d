using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Evaluation.Tests.Metrics;

public sealed class BoundaryScoreTests
{
    [Fact]
    public void Boundaries_within_the_window_match_once_each()
    {
        // 10.1 and 10.3 both lie near 10, which one of them gets; 20.6 lies too far from 20.
        var score = BoundaryScore.Of([10, 20, 30], [10.1, 10.3, 20.6, 30]);

        Assert.Equal(2.0 / 4, score.Precision);
        Assert.Equal(2.0 / 3, score.Recall);
        Assert.Equal(4.0 / 7, score.F1, 12);
    }

    [Fact]
    public void Order_and_repetition_do_not_matter() =>
        Assert.Equal(BoundaryScore.Of([1, 5, 9], [5, 9.2]), BoundaryScore.Of([9, 1, 5, 5], [9.2, 5, 9.2]));

    [Fact]
    public void The_window_includes_its_edge() => Assert.Equal(1, BoundaryScore.Of([1], [1.5], window: 0.5).F1);

    [Fact]
    public void Nothing_found_or_nothing_to_find_scores_zero()
    {
        Assert.Equal(new BoundaryScore(0, 0, 0), BoundaryScore.Of([1], []));
        Assert.Equal(new BoundaryScore(0, 0, 0), BoundaryScore.Of([], [1]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void Times_that_are_none_are_refused(double time) =>
        Assert.Throws<ArgumentException>(() => BoundaryScore.Of([1, time], [1]));

    [Fact]
    public void As_many_boundaries_match_as_any_matching_allows() =>
        Prop.ForAll<byte[], byte[]>((reference, estimated) =>
        {
            double[] first = [.. reference.Take(7).Select(b => b / 10.0).Distinct()];
            double[] second = [.. estimated.Take(7).Select(b => b / 10.0).Distinct()];
            var best = BestMatching(first, second, window: 1.5, used: 0, from: 0);
            return second.Length == 0 || BoundaryScore.Of(first, second, 1.5).Precision == (double)best / second.Length;
        }).QuickCheckThrowOnFailure();

    private static int BestMatching(double[] reference, double[] estimated, double window, int used, int from)
    {
        if (from == reference.Length)
        {
            return 0;
        }

        var best = BestMatching(reference, estimated, window, used, from + 1);
        for (var j = 0; j < estimated.Length; j++)
        {
            if ((used & (1 << j)) == 0 && Math.Abs(estimated[j] - reference[from]) <= window)
            {
                best = Math.Max(best, 1 + BestMatching(reference, estimated, window, used | (1 << j), from + 1));
            }
        }

        return best;
    }
}
