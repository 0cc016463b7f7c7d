using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;

namespace MicroGenre.Networks.Tests.Training;

/// <summary>Tracks may be watched during a training; nothing is chosen by them.</summary>
[Collection(nameof(TorchTests))]
public sealed class WatchedTracksTests
{
    public WatchedTracksTests() => NetworkKinds.Register();

    [Fact]
    public void Watched_tracks_are_measured_at_their_epochs_and_change_nothing()
    {
        var recipe = Recipes.SmallNetwork(epochs: 7);
        recipe = recipe with
        {
            Training = recipe.Training with { ValidationInterval = 3, EarlyStopping = new EarlyStoppingSettings { Patience = 7 } },
        };
        var (train, validation, test) = (Examples.Separable(4), Examples.Separable(2, seed: 2), Examples.Separable(3, seed: 3));
        var options = new TrainingOptions { Threads = 1 };
        using var plain = TrainingRun.Run(recipe, train, validation, options);
        using var watched = TrainingRun.Run(
            recipe, train, validation, options with { Watched = new WatchedTracks(test) { AtEpochs = [2] } });

        Assert.Equal([2, 3, 6, 7], watched.History.Where(epoch => epoch.WatchedAccuracy is not null).Select(epoch => epoch.Epoch));
        Assert.All(watched.History, epoch => Assert.Equal(epoch.WatchedAccuracy is null, epoch.WatchedLoss is null));
        Assert.All(plain.History, epoch => Assert.Null(epoch.WatchedAccuracy));
        Assert.Equal(plain.History, watched.History.Select(epoch => epoch with { WatchedAccuracy = null, WatchedLoss = null }));
        Assert.All(plain.StoredWeights(), pair =>
            Assert.True(pair.Value.ToSingle().SequenceEqual(watched.StoredWeights()[pair.Key].ToSingle()), pair.Key));
    }

    [Fact]
    public void The_last_point_of_the_curve_is_the_accuracy_of_the_finished_network()
    {
        var test = Examples.Separable(3, seed: 3);
        using var trained = TrainingRun.Run(
            Recipes.SmallNetwork(epochs: 2), Examples.Separable(4), options: new TrainingOptions { Watched = new WatchedTracks(test) });

        var answers = trained.Classify([.. test.Tracks.Select(track => track.Features)]);
        var right = answers.Zip(test.Tracks, (answer, track) => Array.IndexOf(answer, answer.Max()) == track.Genre ? 1.0 : 0).Average();
        Assert.Equal(right, trained.History[^1].WatchedAccuracy!.Value, 12);
    }

    [Fact]
    public void Long_trainings_are_measured_at_thirty_epochs_at_most()
    {
        var watched = new WatchedTracks(Examples.Separable(1));
        var settings = new TrainingSettings { Epochs = 1800, ValidationInterval = 20 };

        Assert.Equal(30, Enumerable.Range(1, 1800).Count(epoch => watched.AreDue(epoch, settings)));
        Assert.True(watched.AreDue(1800, settings));
    }

    [Fact]
    public void Nodes_of_a_tree_and_the_clusters_of_CALM_are_watched_on_the_tracks_that_are_theirs()
    {
        var tree = Recipes.SmallNetwork(epochs: 2) with
        {
            Classifier = new ClassifierSettings("genre-tree", JsonSerializer.Deserialize<JsonElement>("""
                {
                  "classifier": { "kind": "cnn2d", "parameters": { "channels": [4] } },
                  "root": { "name": "all", "branches": [
                    { "name": "genre 0" }, { "name": "others", "branches": [{ "name": "genre 1" }, { "name": "genre 2" }] }] }
                }
                """)),
        };
        using var trained = TrainingRun.Run(tree, Examples.Separable(4),
            options: new TrainingOptions { Watched = new WatchedTracks(Examples.Separable(2, seed: 2)) });

        Assert.Equal(2, trained.History.Select(epoch => epoch.Phase).Distinct().Count());
        Assert.All(trained.History, epoch => Assert.NotNull(epoch.WatchedAccuracy));
    }

    [Theory]
    [InlineData(false, 0, 0.3)]
    [InlineData(true, 0.55, 0.75)]
    public void Cross_entropy_of_softmax_outputs_stays_above_its_least_value(bool twice, double least, double most)
    {
        var recipe = Recipes.SmallNetwork(epochs: 25);
        using var trained = TrainingRun.Run(
            recipe with { Training = recipe.Training with { SoftmaxTwice = twice } }, Examples.Separable(8), Examples.Separable(4),
            new TrainingOptions { Watched = new WatchedTracks(Examples.Separable(2, seed: 2)) });

        // -ln(e / (e + 2)) = 0.5514 for three genres.
        Assert.All(
            new[] { trained.History[^1].Loss, trained.History[^1].ValidationLoss, trained.History[^1].WatchedLoss },
            loss => Assert.InRange(loss!.Value, least, most));
        Assert.True(trained.History[^1].Accuracy > 0.9);
    }
}
