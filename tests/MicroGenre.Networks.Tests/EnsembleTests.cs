using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Networks.Tests;

[Collection(nameof(TorchTests))]
public class EnsembleTests
{
    private static readonly Recipe Ensemble = new()
    {
        Name = "ensemble",
        Features = new LogMelSettings { MelBands = Examples.Bands },
        Classifier = new ClassifierSettings("ensemble"),
    };

    [Fact]
    public void An_ensemble_averages_its_members_and_survives_the_repository()
    {
        using var folder = new TemporaryFolder();
        var recipe = Ensemble with
        {
            Classifier = new ClassifierSettings("ensemble", JsonDocument.Parse($$"""
                { "members": [
                  { "weight": 3, "input": { "cropFrames": 24 }, "classifier": { "kind": "cnn2d", "parameters": { "channels": [8] } }, "training": { "epochs": 3 } },
                  { "classifier": { "kind": "gaussian-naive-bayes" } } ] }
                """).RootElement),
        };
        var phases = new HashSet<string>();
        using var trained = TrainingRun.Run(
            recipe, Examples.Separable(6), null, new TrainingOptions { Threads = 1 },
                new Told<TrainingProgress>(progress => phases.Add(progress.Phase)));
        Assert.Equal(["training 1 of 2"], phases);
        Assert.Equal([1, 2, 3], trained.History.Select(epoch => epoch.Epoch));

        var repository = new ModelRepository(folder.Path);
        repository.Save("m", trained);
        using var model = repository.Load("m");
        var tracks = Examples.Separable(2, seed: 3).Tracks.Select(track => track.Features).ToList();
        Assert.Equal(trained.Classify(tracks), model.Classify(tracks));
        Assert.All(model.Classify(tracks), row => Assert.Equal(1, row.Sum(), 5));
        Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(Ensemble, Examples.Separable(1)));
    }
}
