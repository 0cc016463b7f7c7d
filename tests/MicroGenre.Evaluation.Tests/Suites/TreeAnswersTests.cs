using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Tests.Suites;

public sealed class TreeAnswersTests
{
    private static readonly string[] Labels = ["a", "b", "c"];

    // c against the group of a and b.
    private static readonly Recipe Tree = Recipe.FromJson("""
        {
          "name": "tree",
          "classifier": {
            "kind": "genre-tree",
            "parameters": {
              "classifier": { "kind": "nearest-neighbors" },
              "root": { "name": "all", "branches": [ { "name": "c" }, { "name": "group", "branches": [ { "name": "a" }, { "name": "b" } ] } ] }
            }
          }
        }
        """);

    // The group is more probable than c, although c is the most probable genre.
    private static readonly SuiteRun Run = new()
    {
        Recipe = SuiteRun.Describe(Tree),
        Seed = 1,
        RecipeEpochs = 0,
        Split = "none",
        Train = new DataSummary(3, "0"),
        Test = new DataSummary(3, "1"),
        TrainAccuracy = 1,
        Answers = new Answers(Labels,
            [new Answer("x", 0, [0.3f, 0.25f, 0.45f]), new Answer("y", 2, [0.1f, 0.1f, 0.8f]), new Answer("z", 1, [0.3f, 0.2f, 0.5f])]),
        History = [],
        Seconds = 1,
    };

    [Fact]
    public void The_whole_tree_takes_the_most_probable_genre() =>
        Assert.Equal(1.0 / 3, SuiteResult.Of(new SuiteRow(Tree), Run, SuiteProtocol.ArtistAware).Report.Accuracy, 12);

    [Fact]
    public void A_descent_takes_the_most_probable_branch_at_every_node()
    {
        var answers = SuiteResult.Of(new SuiteRow(Tree) { IsDescent = true }, Run, SuiteProtocol.ArtistAware).Answers;

        Assert.Equal([0.3f / 0.55f, 0.25f / 0.55f, 0], answers.Tracks[0].Probabilities.Select(p => p), Near);
        Assert.Equal([0, 0, 1], answers.Tracks[1].Probabilities, Near);
    }

    [Fact]
    public void A_node_is_measured_on_the_tracks_of_its_own_genres_alone()
    {
        var node = SuiteResult.Of(new SuiteRow(Tree) { Node = "group" }, Run, SuiteProtocol.ArtistAware);
        Assert.Equal(["a", "b"], node.Answers.Labels);
        Assert.Equal(["x", "z"], node.Answers.Tracks.Select(track => track.Track));
        Assert.Equal(0.5, node.Report.Accuracy);
        Assert.Null(node.TrainAccuracy);

        var root = SuiteResult.Of(new SuiteRow(Tree) { Node = "all" }, Run, SuiteProtocol.ArtistAware);
        Assert.Equal(["c", "group"], root.Answers.Labels);
        Assert.Equal([1, 0, 1], root.Answers.Tracks.Select(track => track.Genre));
        Assert.Equal([0.45f, 0.55f], root.Answers.Tracks[0].Probabilities, Near);
    }

    [Fact]
    public void The_product_of_accuracies_is_the_mean_over_the_last_nodes_of_the_nodes_on_their_paths()
    {
        var result = SuiteResult.Of(new SuiteRow(Tree) { IsProduct = true }, Run, SuiteProtocol.Paper);
        var root = SuiteResult.Of(new SuiteRow(Tree) { Node = "all" }, Run, SuiteProtocol.Paper).Accuracy;
        var group = SuiteResult.Of(new SuiteRow(Tree) { Node = "group" }, Run, SuiteProtocol.Paper).Accuracy;

        Assert.Equal((root + (root * group)) / 2, result.Accuracy, 12);
    }

    [Fact]
    public void A_node_that_is_not_there_and_a_recipe_that_is_no_tree_are_refused()
    {
        Assert.Contains("no node 'other'",
            Assert.Throws<InvalidRecipeException>(
                () => SuiteResult.Of(new SuiteRow(Tree) { Node = "other" }, Run, SuiteProtocol.ArtistAware)).Message);
        var flat = Tree with { Classifier = new ClassifierSettings("nearest-neighbors") };
        Assert.Contains(
            "is not a tree", Assert.Throws<InvalidRecipeException>(
                () => SuiteResult.Of(new SuiteRow(flat) { Node = "all" }, Run, SuiteProtocol.ArtistAware)).Message);
    }

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) < 1e-6;
}
