using MicroGenre.Benchmarks.Calm;

namespace MicroGenre.Networks.Tests.Calm;

/// <summary>Two points of the study in docs/results/calm-study.md, with its seeds.</summary>
[Collection(nameof(TorchTests))]
public class StudyTests
{
    [Fact]
    public void A_cluster_per_style_gains_much_where_genres_are_many_small_styles()
    {
        var point = new StudyPoint(new GeneratedStyles(Genres: 5, StylesPerGenre: 16, Width: 2, Noise: 0.05), SamplesPerGenre: 32);
        Assert.All([1, 2], seed => Assert.InRange(point.Accuracy(clusters: 80, seed) - point.Accuracy(clusters: 0, seed), 0.1, 1));
    }

    [Fact]
    public void One_blob_per_genre_loses_no_more_than_a_point()
    {
        var point = new StudyPoint(new GeneratedStyles(Genres: 5, StylesPerGenre: 1, Width: 2, Noise: 0.3), SamplesPerGenre: 32);
        int[] seeds = [1, 2, 3, 4];
        var gain = seeds.Average(seed => point.Accuracy(clusters: 5, seed) - point.Accuracy(clusters: 0, seed));
        Assert.InRange(gain, -0.01, 1);
    }
}
