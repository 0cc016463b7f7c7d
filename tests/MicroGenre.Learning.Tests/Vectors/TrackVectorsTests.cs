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
}
