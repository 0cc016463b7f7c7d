namespace MicroGenre.Learning.Tests;

public sealed class GenreNameTests
{
    private static readonly string[] Genres = ["blues", "hiphop", "r&b", "pöp", "🎷"];

    [Theory]
    [InlineData("Blues", 0)]
    [InlineData(" BLUES ", 0)]
    [InlineData("Hip-Hop", 1)]
    [InlineData("hip hop", 1)]
    [InlineData("Hip_Hop", 1)]
    [InlineData("R & B", 2)]
    [InlineData("PÖP", 3)]
    [InlineData("p\ud800p", -1)]
    [InlineData("🎷", 4)]
    [InlineData("🎸", -1)]
    [InlineData("pop", -1)]
    [InlineData("blue", -1)]
    [InlineData("-", -1)]
    [InlineData("", -1)]
    public void A_genre_is_known_by_its_letters(string genre, int index) => Assert.Equal(index, GenreName.IndexOf(genre, Genres));

    [Fact]
    public void The_very_spelling_goes_before_another() => Assert.Equal(1, GenreName.IndexOf("hip-hop", ["hiphop", "hip-hop"]));

    [Theory]
    [InlineData("hiphop", "Hip-Hop")]
    [InlineData("hip hop", "Hip-Hop")]
    [InlineData("blues", "Blues")]
    [InlineData("Hip-Hop", "Hip-Hop")]
    public void What_is_displayed_is_known_as_the_label(string label, string displayed)
    {
        Assert.Equal(displayed, GenreName.Display(label));
        Assert.Equal(0, GenreName.IndexOf(displayed, [label]));
    }

    [Fact]
    public void The_most_frequent_spelling_stands_for_all() => Assert.Equal(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Pop"] = "pop", ["pop"] = "pop", ["Rock"] = "Rock", ["rock"] = "Rock" },
        GenreName.Unify(["Pop", "pop", "pop", "rock", "Rock"]));

    [Fact]
    public void Half_a_character_is_no_error() => Assert.Equal(0, GenreName.IndexOf("a\uD800", ["A\uD800"]));

    [Theory]
    [InlineData("clasify", "classify")]
    [InlineData("calssify", "classify")]
    [InlineData("tga", "tag")]
    [InlineData("class", "classify")]
    [InlineData("xyz")]
    public void The_nearest_names_are_those_that_differ_by_few_letters(string name, params string[] nearest) =>
        Assert.Equal(nearest, NearestNames.To(name, ["classify", "tag", "train", "evaluate"]));

    [Fact]
    public void Many_names_are_not_all_listed()
    {
        Assert.Equal("known are: a, b", NearestNames.Describe("c", ["a", "b"]));
        Assert.Equal("the nearest are: aa, ab, ba", NearestNames.Describe("aa", ["zzzz", "ba", "aa", "ab", "yyyy"]));
    }
}
