using System.Text.Json;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public class GenreTreeTests
{
    private const string Tree = """
        { "prediction": "PREDICTION", "classifier": { "kind": "gaussian-naive-bayes" },
          "root": { "name": "root", "branches": [
            { "name": "genre 0" },
            { "name": "pair", "branches": [{ "name": "genre 2" }, { "name": "genre 1" }] } ] } }
        """;

    [Theory]
    [InlineData("product")]
    [InlineData("descent")]
    public void A_tree_learns_answers_by_its_leaves_and_survives_the_repository(string prediction)
    {
        using var folder = new TemporaryFolder();
        var test = Examples.Separable(6, seed: 2);
        using var trained = TrainingRun.Run(
            Recipe(Tree.Replace("PREDICTION", prediction, StringComparison.Ordinal)), Examples.Separable(8), test);
        Assert.InRange(trained.Metrics["validationAccuracy"], 0.9, 1);

        var repository = new ModelRepository(folder.Path);
        repository.Save("m", trained);
        using var model = repository.Load("m");
        var tracks = test.Tracks.Select(track => track.Features).ToList();
        Assert.Equal(trained.Classify(tracks), model.Classify(tracks));
        Assert.All(model.Classify(tracks), row => Assert.Equal(1, row.Sum(), 5));
    }

    [Fact]
    public void Descent_leaves_nothing_to_branches_that_were_not_taken()
    {
        using var trained = TrainingRun.Run(Recipe(Tree.Replace("PREDICTION", "descent", StringComparison.Ordinal)), Examples.Separable(8));
        var answer = trained.Classify([Examples.Separable(1).Tracks[1].Features])[0];
        Assert.Equal(0, answer[0]);
    }

    [Fact]
    public void A_tree_of_other_genres_or_without_names_is_refused()
    {
        Assert.Contains("genre 1", Refused(Tree.Replace("genre 1", "polka", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("unique name", Refused(Tree.Replace("pair", "root", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("needs a classifier", Refused("{}"), StringComparison.Ordinal);

        static string Refused(string parameters) =>
            Assert.Throws<InvalidRecipeException>(
                () => TrainingRun.Run(
                    Recipe(parameters.Replace("PREDICTION", "product", StringComparison.Ordinal)), Examples.Separable(1))).Message;
    }

    [Fact]
    public void The_papers_tree_has_seven_classifiers_for_ten_genres()
    {
        var root = RecipeCatalog.Find("lstm-tree").Classifier.As<GenreTreeSettings>().Root;
        Assert.Equal(7, root.Inner.Count());
        Assert.Equal(10, root.Genres.Distinct().Count());
    }

    private static Recipe Recipe(string parameters) => new()
    {
        Name = "tree",
        Features = new LogMelSettings { MelBands = Examples.Bands },
        Input = new InputSettings { Cepstrum = new CepstrumSettings { Coefficients = 12 } },
        Classifier = new ClassifierSettings("genre-tree", JsonDocument.Parse(parameters).RootElement),
    };
}
