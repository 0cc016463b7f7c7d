using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public class RecipeTests
{
    public static TheoryData<string> Names => [.. RecipeCatalog.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recipe_of_the_catalog_says_what_it_is_and_can_be_trained(string name)
    {
        var recipe = RecipeCatalog.Find(name);
        Assert.NotEmpty(recipe.Description);
        Assert.NotNull(ClassifierKinds.Find(recipe));
    }

    public static TheoryData<string> ClassicalNames => [.. RecipeCatalog.All
        .Where(recipe => recipe.Input.Vector != new VectorSettings() || recipe.Name.StartsWith("segments-", StringComparison.Ordinal))
        .Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(ClassicalNames))]
    public void Every_classical_recipe_learns_what_is_easily_told_apart(string name)
    {
        var recipe = RecipeCatalog.Find(name);
        using var model = TrainingRun.Run(recipe, Tracks(recipe.Features.Rows, seed: 1), Tracks(recipe.Features.Rows, seed: 2));
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    [Fact]
    public void Every_row_of_a_table_names_its_paper_and_place() =>
        Assert.All(RecipeCatalog.All.Select(recipe => recipe.Published).OfType<PublishedResult>(), published =>
        {
            Assert.NotEmpty(published.Paper);
            Assert.NotEmpty(published.Table);
            Assert.NotEmpty(published.Row);
            Assert.InRange(published.Accuracy ?? 0.5, 0.1, 1);
        });

    [Fact]
    public void A_recipe_survives_its_json()
    {
        var recipe = RecipeCatalog.Find("cnn2d");
        Assert.Equal(recipe.ToJson(), Recipe.FromJson(recipe.ToJson()).ToJson());
    }

    [Fact]
    public void Names_are_found_in_any_case_and_paths_are_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["own.json"], """
            { "features": { "hopLength": 512, "feature": "log-mel" }, "classifier": { "kind": "cnn2d" }, "name": "own", /* a comment */ }
            """);
        Assert.Equal("cnn2d", RecipeCatalog.Find("CNN2D").Name);
        var own = RecipeCatalog.Find(folder["own.json"]);
        Assert.Equal(("own", 512), (own.Name, Assert.IsType<LogMelSettings>(own.Features).HopLength));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<UnknownRecipeException>(() => RecipeCatalog.Find("nonesuch"));
        Assert.Contains("'nonesuch'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("cnn2d", exception.Message, StringComparison.Ordinal);
        Assert.Throws<UnknownRecipeException>(() => RecipeCatalog.Find("./nonesuch.json"));
    }

    [Theory]
    [InlineData("""{ "classifier": { "kind": "cnn2d" } }""", "name")]
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "epochs": 3 }""", "epochs")]
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "training": { "epochs": 0 } }""", "training.epochs")]
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "training": { "optimizer": { "kind": "newton" } } }""", "optimizer")]
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "features": { "feature": "log-mel", "hopLength": 0 } }""", "HopLength")]
    [InlineData("not json", "own.json")]
    public void A_bad_recipe_is_refused_with_the_place(string json, string place)
    {
        var exception = Assert.Throws<InvalidRecipeException>(() => Recipe.FromJson(json, "own.json"));
        Assert.StartsWith("own.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_kind_or_parameter_is_refused()
    {
        Assert.Contains("cnn2d", Refused("""{ "name": "x", "classifier": { "kind": "oracle" } }"""), StringComparison.Ordinal);
        Assert.Contains("wings", Refused("""{ "name": "x", "classifier": { "kind": "cnn2d", "parameters": { "wings": 2 } } }"""), StringComparison.Ordinal);

        static string Refused(string json)
        {
            var recipe = Recipe.FromJson(json) with { Features = new LogMelSettings { MelBands = Examples.Bands } };
            return Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(recipe, Examples.Separable(1))).Message;
        }
    }

    // Two genres that differ in level, tilt and roughness.
    private static TrackSet Tracks(int rows, int seed)
    {
        var random = new SeededRandom(seed);
        var tracks = new List<LabelledTrack>();
        for (var i = 0; i < 24; i++)
        {
            var track = new FeatureMatrix(rows, 140);
            for (var row = 0; row < rows; row++)
            {
                for (var frame = 0; frame < track.Frames; frame++)
                {
                    track[row, frame] = (float)(i % 2 == 0
                        ? -20 - (0.3 * row) + (3 * random.NextNormal())
                        : -50 + (0.1 * row) + (6 * random.NextNormal()));
                }
            }

            tracks.Add(new LabelledTrack($"track {i}", i % 2, track));
        }

        return new TrackSet(["tilted", "rough"], tracks);
    }
}
