using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collections.Tests;

public sealed class TagContradictionTests
{
    private static readonly GenreShare[] Answer =
        [new("metal", 0.9), new("hiphop", 0.06), new("rock", 0.04), new("pop", 0)];

    [Theory]
    [InlineData("Rock", "rock")]
    [InlineData("(17)", "rock")]
    [InlineData("(17)Rock", "rock")]
    [InlineData("Hip-Hop", "hiphop")]
    [InlineData("rock; hip hop", "hiphop")]
    [InlineData("Indie / Rock", "rock")]
    [InlineData("Pop, Chanson", "pop")]
    public void A_tag_with_another_genre_of_the_model_contradicts_it(string tag, string tagged) =>
        Assert.Equal(tagged, TagContradiction.Of(tag, Answer)?.Tagged);

    [Theory]
    [InlineData("Metal")]
    [InlineData("METAL")]
    [InlineData("(9)")]
    [InlineData("Rock; Metal")]
    [InlineData("Rock/Metal")]
    [InlineData("Chanson")]
    [InlineData("Progressive Rock")]
    [InlineData(" ")]
    public void A_tag_with_the_models_genre_or_with_none_that_it_knows_does_not(string tag) =>
        Assert.Null(TagContradiction.Of(tag, Answer));

    [Fact]
    public void A_contradiction_is_as_strong_as_the_models_genre_is_more_probable()
    {
        Assert.Equal(Math.Log(0.9 / 0.04), TagContradiction.Of("rock", Answer)!.Odds, tolerance: 1e-12);
        Assert.Equal(Math.Log(0.9 / 1e-6), TagContradiction.Of("pop", Answer)!.Odds, tolerance: 1e-12);
        Assert.Equal(0.04, TagContradiction.Of("rock", Answer)!.TaggedProbability);
    }

    [Fact]
    public void Genres_that_are_equally_probable_do_not_contradict_each_other() =>
        Assert.Null(TagContradiction.Of("jazz", [new("blues", 0.5), new("jazz", 0.5)]));
}
