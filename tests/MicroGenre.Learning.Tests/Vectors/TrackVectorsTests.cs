using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests.Vectors;

public class TrackVectorsTests
{
    [Fact]
    public void Values_of_a_second_kind_follow_those_of_the_first()
    {
        var track = Examples.Ramp(128, 40);
        Assert.Equal(
            [.. TextureCovariances.Of(track), .. JointModulations.Of(track)],
            Assert.Single(new TrackVectors(VectorKind.Textures, 512, VectorKind.Modulations).From(track)));
    }

    [Fact]
    public void What_is_remembered_is_what_is_computed()
    {
        var track = Examples.Ramp(64, 30);
        var vectors = new TrackVectors(VectorKind.Covariances, 512);
        var remembering = vectors with { Memory = new VectorMemory() };
        Assert.Equal(vectors.From(track, 2), remembering.From(track, 2));
        Assert.NotEqual(remembering.From(track)[0], remembering.From(track, 2)[0]);
        Assert.Same(remembering.From(track, 2)[0], remembering.From(track, 2)[0]);
    }

    [Fact]
    public void Variances_are_the_squares_of_deviations()
    {
        var track = new FeatureMatrix(2, 4, [1, 2, 3, 6, -1, -1, -1, -1]);

        Assert.Equal([3, -1, Math.Sqrt(3.5), 0], new TrackVectors(VectorKind.Statistics, 4).From(track)[0]);
        Assert.Equal([3, -1, 3.5, 0], new TrackVectors(VectorKind.MeanVariance, 4).From(track)[0]);
    }
}
