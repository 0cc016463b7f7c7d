using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Learning.Taxonomies;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

/// <summary>A model's genres in the words of a library's owner.</summary>
public sealed class TaxonomyTests : IDisposable
{
    // As in beets' own tree: a list of words and of words with lists below them, in small letters, with a line that YAML joins to the last.
    private const string Tree = """
        - electronic:
            - disco:
                - disco polo
                    - euro disco
            - house:
                - deep house
        - hip hop
        - rock:
            - heavy metal:
                - death metal
                - thrash metal
            - rock and roll
        - jazz
        """;

    private static readonly string[] Labels = ["deephouse", "death metal", "thrashmetal", "hiphop", "jazz",
        "rock and roll", "polka", "R&B"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_file_genres_are_called_what_the_model_shows() =>
        Assert.Equal([("Hip-Hop", 0.9)], Chosen(Taxonomy.Default, 0.5, 3, ("hiphop", 0.9), ("rock", 0.1)));

    [Fact]
    public void A_tree_of_beets_loads_unchanged_and_its_words_get_capitals()
    {
        var taxonomy = Of("genres-tree.yaml", Tree);

        Assert.Equal([("Death Metal", 0.9)], Chosen(taxonomy, 0.5, 1, ("deathmetal", 0.9), ("jazz", 0.1)));
        Assert.Equal([("Hip Hop", 1.0)], Chosen(taxonomy, 0.5, 1, ("hiphop", 1)));
    }

    [BeetsTheory]
    [InlineData("genres-tree.yaml", "death metal", "cumbia")]
    [InlineData("genres.txt", "death metal", "cumbia")]
    public void The_files_that_come_with_beets_load_unchanged(string file, params string[] labels)
    {
        var taxonomy = Taxonomy.Read(Path.Combine(BeetsTheoryAttribute.Folder, file));

        Assert.All(labels, label => Assert.True(taxonomy.HasWordFor(label)));
        Assert.Equal("Death Metal", taxonomy.Choose([("deathmetal", 1)], 0.5)[0].Name);
    }

    [Fact]
    public void A_doubt_between_two_kinds_becomes_the_word_above_them()
    {
        var taxonomy = Of("tree.yaml", Tree);

        Assert.Equal([("Heavy Metal", 0.6)], Chosen(taxonomy, 0.5, 1, ("jazz", 0.4), ("death metal", 0.3), ("thrash metal", 0.3)));
        Assert.Equal([("Rock", 0.55)],
            Chosen(taxonomy, 0.5, 1, ("jazz", 0.45), ("death metal", 0.3), ("rock and roll", 0.25)));
        Assert.Empty(taxonomy.Choose([("jazz", 0.45), ("house", 0.4)], 0.5));
    }

    [Fact]
    public void Up_to_three_genres_are_chosen_and_none_is_a_kind_of_another()
    {
        var taxonomy = Of("tree.yaml", Tree);
        (string, double)[] answer = [("death metal", 0.3), ("thrash metal", 0.22), ("jazz", 0.28), ("deep house", 0.2)];

        Assert.Equal([("Heavy Metal", 0.52), ("Jazz", 0.28), ("Deep House", 0.2)], Chosen(taxonomy, 0.5, 3, answer));
        Assert.Equal([("Heavy Metal", 0.52), ("Jazz", 0.28)], Chosen(taxonomy, 0.5, 2, answer));
        Assert.Equal([("Death Metal", 0.52)], Chosen(taxonomy, 0.5, 3, ("death metal", 0.52), ("jazz", 0.19), ("house", 0.19)));
    }

    [Fact]
    public void A_whitelist_sends_words_that_it_does_not_have_to_those_above_them()
    {
        File.WriteAllText(_folder["genres.txt"], "# what I call things\nRock\n\njazz\n");
        File.WriteAllText(_folder["tree.yaml"], Tree);
        var taxonomy = Of("taxonomy.yaml", "tree: tree.yaml\nwhitelist: genres.txt\n");

        Assert.Equal([("Rock", 0.9)], Chosen(taxonomy, 0.5, 3, ("death metal", 0.9), ("hiphop", 0.1)));
        Assert.False(taxonomy.HasWordFor("hiphop"));
        Assert.True(taxonomy.HasWordFor("thrash metal"));
    }

    [Fact]
    public void A_word_of_the_blacklist_is_never_written_and_counts_for_the_word_above_it()
    {
        var taxonomy = Of("taxonomy.yaml", $"blacklist: [Heavy Metal, death metal, jazz]\ntree:\n{Indented(Tree)}");

        Assert.Equal([("Rock", 0.9)], Chosen(taxonomy, 0.5, 1, ("death metal", 0.9), ("jazz", 0.1)));
    }

    [Fact]
    public void A_genre_without_a_word_that_is_the_most_probable_leaves_the_track_untagged()
    {
        var taxonomy = Of("taxonomy.yaml", "blacklist: [jazz]\n");

        Assert.Empty(taxonomy.Choose([("jazz", 0.6), ("rock", 0.4)], least: 0));
        Assert.Equal([("Rock", 0.6)], Chosen(taxonomy, 0, 1, ("rock", 0.6), ("jazz", 0.4)));
    }

    [Fact]
    public void Synonyms_are_written_as_they_stand_and_join_genres()
    {
        var taxonomy = Of("taxonomy.yaml", "synonyms:\n  hiphop: rap / urban\n  R&B: rap / urban\n");

        Assert.Equal([("rap / urban", 0.8)], Chosen(taxonomy, 0.5, 1, ("hiphop", 0.4), ("rb", 0.4), ("jazz", 0.2)));
    }

    [Fact]
    public void Capitals_can_be_left_out() =>
        Assert.Equal("hip hop", Of("taxonomy.yaml", "capitals: false\nwhitelist: [hip hop]").Choose([("hiphop", 1)], 0.5)[0].Name);

    [Fact]
    public void The_word_for_a_set_is_the_most_specific_one_that_stands_for_all_of_it()
    {
        var taxonomy = Of("tree.yaml", Tree);
        (string, double)[] answer = [("death metal", 0.5), ("thrash metal", 0.3), ("rock and roll", 0.1), ("jazz", 0.1)];

        Assert.Equal("Death Metal", taxonomy.Common(answer, ["death metal"])!.Name);
        Assert.Equal("Heavy Metal", taxonomy.Common(answer, ["death metal", "thrash metal"])!.Name);
        Assert.Equal("Rock", taxonomy.Common(answer, ["death metal", "rock and roll"])!.Name);
        Assert.Null(taxonomy.Common(answer, ["death metal", "jazz"]));
        Assert.Null(taxonomy.Common(answer, []));
    }

    [Theory]
    [InlineData("a.yaml", "whitlist: [rock]", "line 1: 'whitlist' is not one of synonyms, tree")]
    [InlineData("a.yaml", "synonyms:\n  rock: Rock\n  Rock: Stone\n", "line 3: 'Rock' has two synonyms")]
    [InlineData("a.yaml", "synonyms: [rock]", "line 1: synonyms must be lines")]
    [InlineData("a.yaml", "blacklist:\n- {a: b}", "line 2: a word must be here")]
    [InlineData("a.yaml", "tree: [a\n", "it is not YAML")]
    [InlineData("a.yaml", "just a text", "it is neither a taxonomy nor a tree of genres")]
    [InlineData("a.yaml", "", "contains no genres")]
    [InlineData("a.txt", "# nothing\n", "contains no genres")]
    public void A_file_that_is_none_is_told_with_its_line(string name, string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Of(name, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_word_outside_the_whitelist_is_chosen_whatever_the_answer() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] words = ["rock", "heavy metal", "death metal", "jazz", "Hip-Hop", "house", "electronic", "stone", "polka"];
            var white = words.Where(_ => random.Next(2) == 0).DefaultIfEmpty("rock").ToArray();
            var black = words.Where(_ => random.Next(5) == 0).ToArray();
            var synonyms = Labels.Where(_ => random.Next(3) == 0)
                .Select(label => $"  {label}: {words[random.Next(words.Length)]}").ToArray();
            var taxonomy = Of("property.yaml", $"""
                whitelist: [{string.Join(", ", white)}]
                blacklist: [{string.Join(", ", black)}]
                {(synonyms.Length > 0 ? "synonyms:" : "")}
                {string.Join('\n', synonyms)}
                {(random.Next(4) > 0 ? $"tree:\n{Indented(Tree)}" : "")}
                """);
            var answer = Answer(random);

            var chosen = taxonomy.Choose(answer, random.NextDouble(), random.Next(1, 4));
            var common = taxonomy.Common(answer, [.. answer.Take(random.Next(3)).Select(genre => genre.Label)]);

            Assert.All(chosen.Append(common).OfType<NamedGenre>(), genre =>
            {
                Assert.Contains(genre.Name, white, GenreName.Comparer);
                Assert.DoesNotContain(genre.Name, black, GenreName.Comparer);
                Assert.InRange(genre.Probability, 0, 1);
            });
            Assert.Equal(chosen.Select(genre => genre.Name).Distinct(GenreName.Comparer).Count(), chosen.Count);
            Assert.Equal(chosen.OrderByDescending(genre => genre.Probability), chosen);
        }).QuickCheckThrowOnFailure();

    private static List<(string Label, double Probability)> Answer(Random random)
    {
        var shares = Labels.Select(_ => Math.Pow(random.NextDouble(), random.Next(1, 9))).ToArray();
        return [.. Labels.Select((label, i) => (label, shares[i] / shares.Sum())).OrderByDescending(genre => genre.Item2)];
    }

    private static IEnumerable<(string, double)> Chosen(
        Taxonomy taxonomy, double least, int most, params (string Label, double Probability)[] answer) =>
        taxonomy.Choose(answer, least, most).Select(genre => (genre.Name, Math.Round(genre.Probability, 9)));

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}"));

    private Taxonomy Of(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return Taxonomy.Read(_folder[name]);
    }
}
