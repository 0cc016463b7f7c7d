using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Networks.Tests.Training;

[Collection(nameof(TorchTests))]
public class TrainingRunTests
{
    private static readonly TrainingOptions OneThread = new() { Threads = 1 };

    [Theory]
    [InlineData(OptimizerKind.Adam, ScheduleKind.Constant, 0.01)]
    [InlineData(OptimizerKind.AdamW, ScheduleKind.OneCycle, 0.01)]
    [InlineData(OptimizerKind.Sgd, ScheduleKind.Cosine, 0.05)]
    public void Every_optimizer_learns_what_is_easily_told_apart(OptimizerKind optimizer, ScheduleKind schedule, double rate)
    {
        var recipe = Recipes.SmallNetwork(epochs: 8);
        recipe = recipe with
        {
            Training = recipe.Training with
            {
                Optimizer = new OptimizerSettings { Kind = optimizer, LearningRate = rate, WeightDecay = 1e-4 },
                Schedule = new ScheduleSettings { Kind = schedule },
            },
        };
        using var model = TrainingRun.Run(recipe, Examples.Separable(8), Examples.Separable(8, seed: 2), OneThread);
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    [Fact]
    public void Mixing_smoothing_masks_weights_and_clipping_still_learn()
    {
        var recipe = Recipes.SmallNetwork(epochs: 8);
        recipe = recipe with
        {
            Input = recipe.Input with { Normalization = Normalization.PerRow },
            Training = recipe.Training with
            {
                Mixup = 0.3,
                LabelSmoothing = 0.1,
                ClassWeights = true,
                ClipGradientNorm = 1,
                Augmentation = new AugmentationSettings
                {
                    FrequencyMask = 2,
                    TimeMask = 4,
                    GainDecibels = 2,
                    EqualizerDecibels = 2,
                    RowShift = 1,
                    TimeStretch = 0.1,
                },
            },
        };
        using var model = TrainingRun.Run(recipe, Examples.Separable(8), Examples.Separable(8, seed: 2), OneThread);
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        var weights = new[] { 1, 1, 2 }.Select(seed => Weights(Recipes.SmallNetwork(epochs: 2), OneThread with { Seed = seed })).ToList();
        AssertSame(weights[0], weights[1]);
        Assert.NotEqual(weights[0]["classifier.weight"].Bytes, weights[2]["classifier.weight"].Bytes);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void A_run_that_was_broken_off_and_resumed_ends_with_the_same_weights(OptimizerKind optimizer)
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipes.SmallNetwork(epochs: 5);
        recipe = recipe with
        {
            Training = recipe.Training with
            {
                Mixup = 0.3,
                Optimizer = new OptimizerSettings { Kind = optimizer, LearningRate = 0.01, WeightDecay = 0.01 },
                Schedule = new ScheduleSettings { Kind = ScheduleKind.OneCycle },
            },
        };
        var expected = Weights(recipe, OneThread);

        var options = OneThread with { CheckpointFolder = folder.Path, Resume = true };
        using var cancellation = new CancellationTokenSource();
        var stop = new Told<TrainingProgress>(progress =>
        {
            if (progress is { Epoch: 3, Step: 2 })
            {
                cancellation.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(
            () => TrainingRun.Run(recipe, Examples.Separable(8), null, options, stop, cancellation.Token));
        Assert.NotEmpty(Directory.GetFiles(folder.Path));

        var epochs = new List<int>();
        using var resumed = TrainingRun.Run(
            recipe, Examples.Separable(8), null, options, new Told<TrainingProgress>(progress => epochs.Add(progress.Epoch)));
        Assert.Equal([3, 4, 5], epochs.Distinct());
        Assert.Equal(5, resumed.History.Count);
        AssertSame(expected, resumed.StoredWeights());
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_checkpoint_of_another_run_is_refused()
    {
        using var folder = new TemporaryFolder();
        var options = OneThread with { CheckpointFolder = folder.Path };
        using var cancellation = new CancellationTokenSource();
        var stop = new Told<TrainingProgress>(progress =>
        {
            if (progress.Epoch == 2)
            {
                cancellation.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(
            () => TrainingRun.Run(Recipes.SmallNetwork(), Examples.Separable(8), null, options, stop, cancellation.Token));
        Assert.Throws<TrainingException>(
            () => TrainingRun.Run(Recipes.SmallNetwork(), Examples.Separable(8), null, options with { Resume = true, Seed = 9 }));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_run_and_names_the_step()
    {
        var recipe = Recipes.SmallNetwork();
        recipe =
            recipe with { Training =
                recipe.Training with { Optimizer = new OptimizerSettings { Kind = OptimizerKind.Sgd, LearningRate = 1e30 } } };
        var exception = Assert.Throws<TrainingException>(() => TrainingRun.Run(recipe, Examples.Separable(8), null, OneThread));
        Assert.Matches(@"step \d+ of epoch \d+", exception.Message);
    }

    [Fact]
    public void Early_stopping_ends_the_run_and_goes_back_to_the_best_epoch()
    {
        var recipe = Recipes.SmallNetwork(epochs: 30);
        recipe = recipe with { Training = recipe.Training with { EarlyStopping = new EarlyStoppingSettings { Patience = 2 } } };
        var noise = Examples.Separable(8);
        var validation = new TrackSet(
            noise.Genres, [.. noise.Tracks.Select(track => track with { Genre = (track.Genre + (track.Name.Length % 3)) % 3 })]);
        using var model = TrainingRun.Run(recipe, Examples.Separable(8), validation, OneThread);
        Assert.InRange(model.History.Count, 3, 29);
        Assert.Equal(model.History.Max(epoch => epoch.ValidationAccuracy)!.Value, model.Metrics["validationAccuracy"], 6);
    }

    [Fact]
    public void Progress_counts_steps_and_epochs_to_the_end()
    {
        var reports = new List<TrainingProgress>();
        using var model = TrainingRun.Run(
            Recipes.SmallNetwork(epochs: 2), Examples.Separable(6), Examples.Separable(2), OneThread,
                new Told<TrainingProgress>(reports.Add));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], reports.Select(report => (report.Epoch, report.Step)));
        Assert.Equal(1, reports[^1].Fraction, 9);
        Assert.All(reports, report => Assert.Equal(report.EndsEpoch, report.ValidationAccuracy.HasValue));
        Assert.Equal(model.History[1].Loss, reports[^1].Loss);
    }

    [Fact]
    public void Tracks_of_any_length_are_classified_and_their_probabilities_sum_to_1()
    {
        using var model = TrainingRun.Run(Recipes.SmallNetwork(), Examples.Separable(4), null, OneThread);
        var tracks = new[] { 1, 2, 23, 24, 40, 41, 500 }.Select(frames => Examples.Separable(1, frames: frames).Tracks[1].Features)
            .ToList();
        var together = model.Classify(tracks);
        for (var i = 0; i < tracks.Count; i++)
        {
            Assert.Equal(1, together[i].Sum(), 5);
            Assert.Equal(model.Classify([tracks[i]])[0], together[i], (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void One_genre_is_nothing_to_tell_apart() => Assert.Contains(
        "at least two genres",
        Assert.Throws<ArgumentException>(
            () => TrainingRun.Run(Recipes.SmallNetwork(epochs: 1), Examples.Separable(3, genres: 1), null, OneThread)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void One_track_of_each_genre_and_one_frame_are_enough_to_train()
    {
        var shortTracks = new TrackSet(
            ["a", "b"], [new("x", 0, new FeatureMatrix(Examples.Bands, 1)), new("y", 1, new FeatureMatrix(Examples.Bands, 1))]);
        using var model = TrainingRun.Run(Recipes.SmallNetwork(epochs: 1), shortTracks, null, OneThread);
        Assert.Single(model.History);
    }

    [Fact]
    public void Features_that_do_not_fit_are_refused_by_name()
    {
        var recipe = Recipes.SmallNetwork();
        var wrong = new TrackSet(["a"], [new("thin", 0, new FeatureMatrix(3, 5))]);
        Assert.Contains("'thin' has 3 feature rows", Assert.Throws<ArgumentException>(() => TrainingRun.Run(recipe, wrong)).Message,
            StringComparison.Ordinal);

        var broken = new FeatureMatrix(Examples.Bands, 5);
        broken[2, 3] = float.NaN;
        var exception = Assert.Throws<ArgumentException>(() => TrainingRun.Run(recipe, new TrackSet(["a"], [new("nan", 0, broken)])));
        Assert.Contains("'nan' has the value NaN in row 2 of frame 3", exception.Message, StringComparison.Ordinal);

        Assert.Throws<ArgumentException>(() => TrainingRun.Run(recipe, Examples.Separable(1, genres: 2), Examples.Separable(1, genres: 3)));
    }

    [Theory]
    [InlineData("gpu", "'gpu' is not a device: use cpu, cuda or cuda:1.")]
    [InlineData("cuda:", "'cuda:' is not a device")]
    [InlineData("cpu:1", "'cpu:1' is not a device")]
    [InlineData("cuda:x", "'cuda:x' is not a device")]
    public void A_device_that_there_is_not_is_refused_by_name(string device, string reason)
    {
        var options = new TrainingOptions { Device = device };
        var exception = Assert.Throws<ArgumentException>(
            () => TrainingRun.Run(Recipes.SmallNetwork(), Examples.Separable(1), null, options));
        Assert.StartsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_trains_where_it_is_and_is_refused_by_name_where_it_is_not()
    {
        var options = OneThread with { Device = "cuda", Precision = Precision.TensorFloat32 };
        if (!TorchSharp.torch.cuda.is_available())
        {
            var exception = Assert.Throws<ArgumentException>(
                () => TrainingRun.Run(Recipes.SmallNetwork(), Examples.Separable(1), null, options));
            Assert.StartsWith("Device 'cuda' is not available: TorchSharp sees no CUDA.", exception.Message, StringComparison.Ordinal);
            return;
        }

        using var model = TrainingRun.Run(Recipes.SmallNetwork(epochs: 8), Examples.Separable(8), Examples.Separable(8, seed: 2), options);
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    [Fact]
    public void Training_in_bfloat16_learns_nearly_the_same_and_stores_single_precision()
    {
        var recipe = Recipes.SmallNetwork(epochs: 8);
        using var single = TrainingRun.Run(recipe, Examples.Separable(8), Examples.Separable(8, seed: 2), OneThread);
        using var half = TrainingRun.Run(
            recipe, Examples.Separable(8), Examples.Separable(8, seed: 2), OneThread with { Precision = Precision.BFloat16 });
        Assert.InRange(half.Metrics["validationAccuracy"], 0.9, 1);
        Assert.InRange(half.History[0].Loss / single.History[0].Loss, 0.9, 1.1);
        Assert.NotEqual(single.History[0].Loss, half.History[0].Loss);
        Assert.All(half.StoredWeights(), pair => Assert.Equal(single.StoredWeights()[pair.Key].Type, pair.Value.Type));
    }

    private static IReadOnlyDictionary<string, TensorData> Weights(Recipe recipe, TrainingOptions options)
    {
        using var model = TrainingRun.Run(recipe, Examples.Separable(8), null, options);
        return model.StoredWeights();
    }

    private static void AssertSame(IReadOnlyDictionary<string, TensorData> expected, IReadOnlyDictionary<string, TensorData> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.Equal(pair.Value.Bytes, actual[pair.Key].Bytes));
    }
}
