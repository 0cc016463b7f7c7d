using System.Runtime.InteropServices;
using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Training;
using MicroGenre.Signal;
using MicroGenre.Testing;
using TorchSharp;

namespace MicroGenre.Networks.Tests.Training;

/// <summary>Every kind of network, named in a recipe, trains, predicts, is stored and comes back.</summary>
[Collection(nameof(TorchTests))]
public class NetworkTrainingTests
{
    private const int Rows = 2 * Examples.Bands;

    private static readonly TrainingOptions OneThread = new() { Threads = 1 };

    [Theory]
    [InlineData("calm-cnn", """{ "maps": 8, "pools": [[2, 2], [2, 2], [2, 2], [2, 1]], "dropout": 0.1 }""", 0.01)]
    [InlineData("cnn1d", """{ "channels": [8, 8, 8], "pool": 2, "spans": 2, "dense": 8, "dropout": 0.1 }""", 0.01)]
    [InlineData("deep-features",
        """{ "network": { "kind": "lstm-features", "parameters": { "units": 16 } }, "learner": { "kind": "rbf-svm" } }""", 0.02)]
    [InlineData(
        "deep-features",
            """{ "network": { "kind": "calm-cnn", "parameters": { "maps": 8, "pools": [[2, 2], [2, 2]], "dropout": 0.1 } }, "learner": { "kind": "nearest-neighbors" } }""", 0.01)]
    [InlineData("gru", """{ "units": 8, "dense": 8 }""", 0.02)]
    [InlineData("gru", """{ "units": 8, "dense": 8, "skip": 3 }""", 0.02)]
    [InlineData("lenet", """{ "channels": [4, 8], "dense": 16 }""", 0.003)]
    [InlineData("lstm", """{ "units": [16, 8] }""", 0.02)]
    [InlineData("lstm", """{ "units": [8], "bidirectional": true, "dropout": 0.1 }""", 0.02)]
    [InlineData("lstm-features", """{ "units": 16 }""", 0.02)]
    [InlineData("resnet34", """{ "channels": [4, 4, 4, 8], "blocks": [1, 1, 1, 1] }""", 0.01)]
    [InlineData("vgg16", """{ "channels": [8, 8, 8, 8, 8], "head": [16], "dropout": 0 }""", 0.003)]
    public void A_network_learns_what_is_easily_told_apart(string kind, string parameters, double rate)
    {
        using var model = TrainingRun.Run(RecipeFor(kind, parameters, rate), Tracks(8, seed: 1), Tracks(8, seed: 2), OneThread);
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);

        using var folder = new TemporaryFolder();
        var repository = new ModelRepository(folder.Path);
        repository.Save("network", model);
        using var again = repository.Load("network");
        var tracks = Tracks(1, seed: 3).Tracks.Select(track => track.Features).ToList();
        Assert.Equal(model.Classify(tracks), again.Classify(tracks));
    }

    [Fact]
    public void Recipes_that_differ_in_the_learner_train_one_network_and_each_is_right_without_the_other()
    {
        using var folder = new TemporaryFolder();
        var shared = OneThread with { SharedFolder = folder["shared"], CheckpointFolder = folder["run"], Resume = true };
        var (machine, neighbors) = (DeepFeatures("rbf-svm"), DeepFeatures("nearest-neighbors"));
        Assert.Equal(machine.SharedPart, neighbors.SharedPart);
        using var first = TrainingRun.Run(machine, Tracks(4, seed: 1), null, shared);

        var seen = new List<TrainingProgress>();
        using var second = TrainingRun.Run(neighbors, Tracks(4, seed: 1), null, shared, new Told<TrainingProgress>(seen.Add));
        Assert.Empty(seen);
        using var alone = TrainingRun.Run(neighbors, Tracks(4, seed: 1), null, OneThread);
        Assert.Equal(alone.History, second.History);
        Assert.All(alone.StoredWeights(), pair => Assert.Equal(pair.Value.Bytes, second.StoredWeights()[pair.Key].Bytes));

        static Recipe DeepFeatures(string learner) => RecipeFor(
            "deep-features",
            $$"""{ "network": { "kind": "lstm-features", "parameters": { "units": 8 } }, "learner": { "kind": "{{learner}}" } }""",
            0.02);
    }

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.BFloat16)]
    public void Training_leaves_no_tensor_behind(Precision precision)
    {
        var tracks = Tracks(4, seed: 1);
        var recipe = RecipeFor("gru", """{ "units": 4, "dense": 4, "skip": 2 }""", 0.01);

        // Counted by thread: what other tests left to the finalizer goes at any time, and lowers the process's count.
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var counts = new List<long>();
        using (TrainingRun.Run(recipe, tracks, tracks, OneThread with { Precision = precision },
            new Told<TrainingProgress>(_ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount))))
        {
            Assert.Single(counts.Distinct());
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(45, true)]
    [InlineData(32, false)]
    public void A_first_step_without_weights_is_done_once_for_whole_tracks_and_changes_nothing(int cropFrames, bool once)
    {
        const int Epochs = 3;
        // Pictures of many tracks and of one are pooled in another order of additions: libtorch promises equal values up to rounding.
        const float Rounding = 1e-5f;
        var tracks = Tracks(4, seed: 1);
        var recipe = RecipeFor("lenet", "{}", 0.003);
        recipe = recipe with { Input = recipe.Input with { CropFrames = cropFrames }, Training = recipe.Training.WithEpochsAtMost(Epochs) };
        var task = new TrainingTask(recipe, tracks, null, OneThread, null, CancellationToken.None);
        var pictures = 0;
        using var watched = NetworkTrainer.Train(task, (_, classes) => new WatchedLeNet(classes, drawn => pictures += drawn)).Classifier;
        using var plain = NetworkTrainer.Train(task, (_, classes) => new PlainLeNet(classes)).Classifier;

        Assert.Equal(tracks.Tracks.Count * (once ? 1 : Epochs), pictures);
        var (expected, actual) = (Values(plain), Values(watched));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Rounding));

        static float[] Values(IClassifier classifier) =>
            MemoryMarshal.Cast<byte, float>(classifier.Weights()["network.fc2.weight"].Bytes.AsSpan()).ToArray();
    }

    [Fact]
    public void A_run_starts_from_the_weights_it_is_given_and_its_layers_learn_at_their_own_rates()
    {
        using var folder = new TemporaryFolder();
        var path = folder["weights.safetensors"];
        var tracks = Tracks(4, seed: 1);
        var recipe = RecipeFor("resnet34", """{ "channels": [2, 2, 2, 2], "blocks": [1, 1, 1, 1] }""", 0.01);
        using (var start = TrainingRun.Run(recipe, tracks, options: OneThread))
        {
            Safetensors.Write(path, start.StoredWeights());
        }

        var given = Safetensors.Read(path);
        using var model = TrainingRun.Run(
            recipe with
            {
                Seed = 5,
                Training = recipe.Training with
                {
                    InitialWeights = path,
                    Optimizer = recipe.Training.Optimizer with { LayerRates = [new LayerRate("layer1", 0), new LayerRate("conv1", 0)] },
                },
            },
            tracks,
            options: OneThread);
        var learnt = model.StoredWeights();
        Assert.Equal(given["conv1.weight"].Bytes, learnt["conv1.weight"].Bytes);
        Assert.Equal(given["layer1.0.conv2.weight"].Bytes, learnt["layer1.0.conv2.weight"].Bytes);
        Assert.NotEqual(given["layer2.0.conv2.weight"].Bytes, learnt["layer2.0.conv2.weight"].Bytes);
    }

    [Fact]
    public void Members_of_an_ensemble_that_start_from_weights_start_from_the_runs()
    {
        using var folder = new TemporaryFolder();
        const string Network = """{ "channels": [2, 2, 2, 2], "blocks": [1, 1, 1, 1] }""";
        using (var start = TrainingRun.Run(RecipeFor("resnet34", Network, 0.01), Tracks(4, seed: 1), options: OneThread))
        {
            Safetensors.Write(folder["weights.safetensors"], start.StoredWeights());
        }

        var ensemble = RecipeFor("ensemble", $$"""
            { "members": [ {
                "input": { "cropFrames": 32 },
                "classifier": { "kind": "resnet34", "parameters": {{Network}} },
                "training": { "epochs": 1, "initialWeights": "nowhere.safetensors", "optimizer": { "layerRates": [ { "prefix": "", "factor": 0 } ] } } } ] }
            """, 0.01);
        ensemble = ensemble with { Training = ensemble.Training with { InitialWeights = folder["weights.safetensors"] } };
        using var model = TrainingRun.Run(ensemble, Tracks(4, seed: 1), options: OneThread);
        Assert.Equal(Safetensors.Read(folder["weights.safetensors"])["conv1.weight"].Bytes, model.StoredWeights()["0.conv1.weight"].Bytes);
    }

    [Theory]
    [InlineData("""{ "network": { "kind": "lenet" } }""", "provides no features")]
    [InlineData("""{ "network": { "kind": "rbf-svm" } }""", "'rbf-svm' is not a kind of network")]
    [InlineData("""{ "learner": { "kind": "lstm" } }""", "'lstm' is not a kind of classifier that learns from vectors")]
    public void Deep_features_of_the_wrong_parts_are_refused(string parameters, string reason)
    {
        var error = Assert.Throws<InvalidRecipeException>(
            () => TrainingRun.Run(RecipeFor("deep-features", parameters, 0.01), Tracks(2, seed: 1), options: OneThread));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Initial_weights_that_are_missing_or_of_another_network_are_refused()
    {
        using var folder = new TemporaryFolder();
        var other = folder["other.safetensors"];
        Safetensors.Write(other, new Dictionary<string, TensorData>(StringComparer.Ordinal) { ["other"] = new([1f], 1) });
        foreach (var path in new[] { other, folder["none.safetensors"] })
        {
            var recipe = RecipeFor("lstm", "{}", 0.01);
            recipe = recipe with { Training = recipe.Training with { InitialWeights = path } };
            var error = Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(recipe, Tracks(2, seed: 1), options: OneThread));
            Assert.StartsWith("training.initialWeights: ", error.Message, StringComparison.Ordinal);
        }
    }

    private static Recipe RecipeFor(string kind, string parameters, double rate) => new()
    {
        Name = kind,
        Features = new LogMelSettings { MelBands = Rows },
        Input = new InputSettings { CropFrames = 32, PredictionFrames = 40 },
        Classifier = new ClassifierSettings(kind, JsonDocument.Parse(parameters).RootElement),
        Training = new TrainingSettings
        {
            Epochs = 12,
            BatchSize = 8,
            Optimizer = new OptimizerSettings { Kind = OptimizerKind.Adam, LearningRate = rate },
        },
    };

    // Every row of the example twice, so that deep networks have something left after their last pool.
    private static TrackSet Tracks(int perGenre, int seed)
    {
        var small = Examples.Separable(perGenre, seed: seed);
        return new TrackSet(small.Genres, [.. small.Tracks.Select(track => track with { Features = Doubled(track.Features) })]);
    }

    private static FeatureMatrix Doubled(FeatureMatrix features)
    {
        var doubled = new FeatureMatrix(Rows, features.Frames);
        for (var row = 0; row < Rows; row++)
        {
            features.Row(row / 2).CopyTo(doubled.Row(row));
        }

        return doubled;
    }

    /// <summary>Tells how many pictures are drawn.</summary>
    private sealed class WatchedLeNet : torch.nn.Module<torch.Tensor, torch.Tensor>, IFixedFirstStep
    {
        private readonly LeNet network;
        private readonly Action<int> _drawn;

        public WatchedLeNet(int classes, Action<int> drawn)
            : base(nameof(WatchedLeNet))
        {
            network = new LeNet(new LeNetSettings(), classes);
            _drawn = drawn;
            RegisterComponents();
        }

        public torch.Tensor Prepare(torch.Tensor input)
        {
            _drawn((int)input.size(0));
            return network.Prepare(input);
        }

        public torch.Tensor Classify(torch.Tensor prepared) => network.Classify(prepared);

        public override torch.Tensor forward(torch.Tensor input) => Classify(Prepare(input));
    }

    /// <summary>Does not tell that it has a first step.</summary>
    private sealed class PlainLeNet : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly LeNet network;

        public PlainLeNet(int classes)
            : base(nameof(PlainLeNet))
        {
            network = new LeNet(new LeNetSettings(), classes);
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor input) => network.forward(input);
    }
}
