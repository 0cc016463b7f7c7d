using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Networks.Calm;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Networks.Tests.Calm;

[Collection(nameof(TorchTests))]
public class CalmKindTests
{
    private static readonly TrainingOptions OneThread = new() { Threads = 1 };

    [Theory]
    [InlineData("clustering-augmented", false)]
    [InlineData("clustering-augmented", true)]
    [InlineData("softmax-regression", false)]
    public void A_recipe_trains_CALM_and_its_ablation_and_they_learn_and_come_back(string head, bool joint)
    {
        using var folder = new TemporaryFolder();
        var (train, test) = (Examples.Separable(8), Examples.Separable(6, seed: 2));
        using var trained = TrainingRun.Run(Small(head, joint), train, test, OneThread);
        Assert.InRange(trained.Metrics["validationAccuracy"], 0.8, 1);

        using var loaded = GenreModelOf(trained, folder.Path);
        var tracks = test.Tracks.Select(track => track.Features).Append(Examples.Ramp(Examples.Bands, 3))
            .Append(Examples.Ramp(Examples.Bands, 150)).ToList();
        Assert.Equal(trained.Classify(tracks), loaded.Classify(tracks));
        Assert.All(loaded.Classify(tracks), row => Assert.Equal(1, row.Sum(), 5));
    }

    [Fact]
    public void History_and_progress_go_through_the_parts_in_order()
    {
        var reports = new List<TrainingProgress>();
        using var model = TrainingRun.Run(
            Small(), Examples.Separable(6), Examples.Separable(2, seed: 2), OneThread, new Told<TrainingProgress>(reports.Add));
        string[] phases = ["convolutions", "autoencoder", "clusters"];
        Assert.Equal(phases, model.History.Select(epoch => epoch.Phase).Distinct());
        Assert.Equal(phases, reports.Select(report => report.Phase).Distinct());
        Assert.Contains(reports, report => report.ClusterChanges is not null);
        Assert.All(model.History.Where(epoch => epoch.Phase == "clusters"), epoch => Assert.NotNull(epoch.IntraClusterVariance));
    }

    [Theory]
    [InlineData("convolutions", 2, false)]
    [InlineData("autoencoder", 3, false)]
    [InlineData("clusters", 6, false)]
    [InlineData("encoder", 2, true)]
    public void A_run_that_was_broken_off_in_any_part_and_resumed_ends_with_the_same_weights(string phase, int epoch, bool joint)
    {
        using var folder = new TemporaryFolder();
        var recipe = Small(joint: joint);
        using var expected = TrainingRun.Run(recipe, Examples.Separable(8), null, OneThread);
        using var cancellation = new CancellationTokenSource();
        var stop = new Told<TrainingProgress>(progress =>
        {
            if (progress.Phase == phase && progress.Epoch == epoch)
            {
                cancellation.Cancel();
            }
        });
        var options = OneThread with { CheckpointFolder = folder.Path, Resume = true };
        Assert.ThrowsAny<OperationCanceledException>(
            () => TrainingRun.Run(recipe, Examples.Separable(8), null, options, stop, cancellation.Token));

        var seen = new List<TrainingProgress>();
        using var resumed = TrainingRun.Run(recipe, Examples.Separable(8), null, options, new Told<TrainingProgress>(seen.Add));
        Assert.Equal(phase, seen[0].Phase);
        Assert.True(seen[0].Epoch >= epoch);
        Assert.Equal(expected.History, resumed.History);
        var (before, after) = (expected.StoredWeights(), resumed.StoredWeights());
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(before, pair => Assert.Equal(pair.Value.Bytes, after[pair.Key].Bytes));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Recipes_that_differ_in_the_head_train_one_encoder_and_each_is_right_without_the_other()
    {
        using var folder = new TemporaryFolder();
        var shared = OneThread with { SharedFolder = folder["shared"], CheckpointFolder = folder["run"], Resume = true };
        var (train, test) = (Examples.Separable(8), Examples.Separable(4, seed: 2));
        var (calm, ablation) = (Small(), Small("softmax-regression"));
        Assert.Equal(calm.SharedPart, ablation.SharedPart);
        using var first = TrainingRun.Run(calm, train, test, shared);

        var seen = new List<TrainingProgress>();
        using var second = TrainingRun.Run(ablation, train, test, shared, new Told<TrainingProgress>(seen.Add));
        Assert.Empty(seen);
        using var alone = TrainingRun.Run(ablation, train, test, OneThread);
        Assert.Equal(alone.History, second.History);
        Assert.All(alone.StoredWeights(), pair => Assert.Equal(pair.Value.Bytes, second.StoredWeights()[pair.Key].Bytes));

        using var otherSeed = TrainingRun.Run(ablation with { Seed = 2 }, train, test, shared, new Told<TrainingProgress>(seen.Add));
        Assert.NotEmpty(seen);
        Assert.Null(Recipes.SmallNetwork().SharedPart);
    }

    [Fact]
    public void A_head_that_does_not_learn_from_vectors_is_refused() =>
        Assert.Contains("'cnn2d'", Assert.Throws<InvalidRecipeException>(
            () => TrainingRun.Run(Small("cnn2d"), Examples.Separable(2))).Message, StringComparison.Ordinal);

    [Fact]
    public void Tracks_that_are_too_short_for_the_pools_are_refused()
    {
        var recipe = RecipeCatalog.Find("calm") with { Features = new LogMelSettings() };
        var tracks = new TrackSet(["a", "b"], [new("short", 0, new FeatureMatrix(128, 23)), new("another", 1, new FeatureMatrix(128, 23))]);
        Assert.Contains("at least 24 frames, not 23",
            Assert.Throws<ArgumentException>(() => TrainingRun.Run(recipe, tracks, null, OneThread)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recipes_that_come_along_are_the_papers()
    {
        var calm = RecipeCatalog.Find("calm");
        Assert.Equal(1024, ((LogMelSettings)calm.Features).HopLength);
        var settings = calm.Classifier.As<CalmSettings>();
        var learner = Assert.IsType<CalmLearner>(ClassifierKinds.FindLearner(settings.Head));
        Assert.Equal([128, 32], learner.Hidden);
        Assert.Equal((150, 10, null), (learner.Epochs, learner.StableIterations, learner.Clusters));
        Assert.Equal((OptimizerKind.Adam, 1e-3, 0.9, 1e-4),
            (learner.Optimizer.Kind, learner.Optimizer.LearningRate, learner.Optimizer.Beta1, learner.Optimizer.WeightDecay));
        Assert.IsType<SoftmaxRegression>(
            ClassifierKinds.FindLearner(RecipeCatalog.Find("calm-embedding-logistic-regression").Classifier.As<CalmSettings>().Head));
        Assert.Equal("calm-cnn", RecipeCatalog.Find("calm-cnn").Classifier.Kind);
    }

    private static Recipe Small(string head = "clustering-augmented", bool joint = false) => Recipes.SmallNetwork(epochs: 8) with
    {
        Name = "small-calm",
        Classifier = new ClassifierSettings("calm", JsonSerializer.SerializeToElement(new
        {
            convolutions = new { maps = 8, pools = new[] { new[] { 2, 2 }, [2, 2] }, dropout = 0.1 },
            autoencoder = new { encoder = new[] { 16, 8 }, decoder = new[] { 16 }, embedding = 6 },
            autoencoderTraining = new { epochs = 6, batchSize = 8, optimizer = new { kind = "adam", learningRate = 0.01 } },
            joint,
            head = new
            {
                kind = head,
                parameters = head == "clustering-augmented"
                    ? (object)new { epochs = 40, optimizer = new { kind = "adam", learningRate = 0.01 } } : new { },
            },
        })),
    };

    private static GenreModel GenreModelOf(TrainedModel trained, string folder)
    {
        var repository = new ModelRepository(folder);
        repository.Save("calm", trained);
        return repository.Load("calm");
    }
}
