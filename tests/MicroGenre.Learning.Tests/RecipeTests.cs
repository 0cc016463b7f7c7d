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
}
