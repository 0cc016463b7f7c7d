using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Segmentation.Tests;

public class TrackSegmentationTests
{
    [Fact]
    public void Neighbouring_windows_of_one_cluster_are_one_segment()
    {
        var track = Track(sampleCount: 64, [0, 0, 1, 1, 0, 2]);

        Assert.Equal([new Segment(0, 2, 0), new Segment(2, 4, 1), new Segment(4, 5, 0), new Segment(5, 6.4, 2)], track.Segments);
        Assert.Equal(3, track.ClusterCount);
        Assert.Equal(0, track.LargestCluster);
    }

    [Fact]
    public void Windows_cover_the_track_without_gaps() =>
        Prop.ForAll(
            (from count in Gen.Choose(1, 5000) from length in Gen.Choose(1, 300) from hop in Gen.Choose(1, length) select (
                count, length, hop)).ToArbitrary(),
            one =>
            {
                var grid = new WindowGrid(10, one.count, one.length, one.hop);

                Assert.Equal(0, grid.StartOf(0));
                Assert.Equal(grid.Duration, grid.StartOf(grid.Count));
                Assert.All(Enumerable.Range(0, grid.Count), window => Assert.True(grid.StartOf(window) < grid.StartOf(window + 1)));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_rest_of_half_a_window_is_a_window_and_less_is_not()
    {
        Assert.Equal(3, new WindowGrid(10, 25, 10, 10).Count);
        Assert.Equal(2, new WindowGrid(10, 24, 10, 10).Count);
    }

    [Fact]
    public void The_excerpt_lies_in_the_longest_stretch_of_the_largest_cluster() =>
        Assert.Equal(new Excerpt(4, 7), Track(sampleCount: 90, [0, 0, 1, 1, 0, 0, 0, 1, 1]).Representative(3));

    [Fact]
    public void The_excerpt_is_the_stretch_most_similar_to_its_cluster()
    {
        int[] labels = [.. Enumerable.Repeat(0, 8)];
        var adjacency = new SquareMatrix(8);
        for (var other = 0; other < 8; other++)
        {
            adjacency[5, other] = adjacency[other, 5] = other is 5 ? 0 : 0.9;
            adjacency[6, other] = adjacency[other, 6] = other is 6 ? 0 : 0.9;
        }

        Assert.Equal(new Excerpt(5, 7), Track(sampleCount: 80, labels, adjacency).Representative(2));
    }

    [Fact]
    public void An_excerpt_longer_than_the_track_is_the_track() =>
        Assert.Equal(new Excerpt(0, 4), Track(sampleCount: 40, [0, 0, 1, 1]).Representative(30));

    [Fact]
    public void An_excerpt_near_the_end_ends_with_the_track() =>
        Assert.Equal(new Excerpt(2.5, 6), Track(sampleCount: 60, [1, 1, 1, 0, 0, 0]).Representative(3.5) with { End = 6 });

    [Fact]
    public void The_largest_cluster_gives_its_longest_segments_in_order_of_time() =>
        Assert.Equal(
            [new Excerpt(0, 1), new Excerpt(4, 7)], Track(sampleCount: 90, [0, 0, 1, 1, 0, 0, 0, 1, 0]).OfLargestCluster(4));

    [Fact]
    public void The_largest_cluster_comes_whole_where_it_is_short() =>
        Assert.Equal([new Excerpt(0, 2), new Excerpt(3, 4)], Track(sampleCount: 40, [0, 0, 1, 0]).OfLargestCluster(30));

    [Fact]
    public void Windows_similar_to_none_saturate()
    {
        var adjacency = new SquareMatrix(4);
        adjacency[0, 1] = adjacency[1, 0] = 0.5;

        Assert.Equal(0.5, Track(sampleCount: 40, [0, 0, 1, 2], adjacency).Graph.SaturatedShare);
    }

    /// <summary>Ten samples a second, windows of a second.</summary>
    private static TrackSegmentation Track(int sampleCount, int[] labels, SquareMatrix? adjacency = null) => new(
        new WindowGrid(10, sampleCount, 10, 10), labels,
            new WindowGraph(new SquareMatrix(labels.Length), adjacency ?? new SquareMatrix(labels.Length), []), []);
}
