using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Onnx.Tests;

/// <summary>An exported model answers in ONNX Runtime as it does here.</summary>
public class ExportTests
{
    private const float Tolerance = 1e-4f;
    private const int Rows = 64;
    private static readonly string[] Genres = ["high", "low", "steady"];

    // Shorter than a window, as long as one, and several.
    private static readonly int[] Lengths = [1, 30, 96, 250];

    static ExportTests() => NetworkKinds.Register();

    public static TheoryData<string, string> Learners => new()
    {
        { "decision-tree", "{}" },
        { "gaussian-naive-bayes", "{}" },
        { "linear-discriminant", "{}" },
        { "linear-svm", "{}" },
        { "multilayer-perceptron", """{ "hiddenLayers": [8, 6], "epochs": 20 }""" },
        { "nearest-neighbors", """{ "neighbors": 3 }""" },
        { "nearest-neighbors", """{ "neighbors": 3, "metric": "cosine" }""" },
        { "nearest-neighbors", """{ "neighbors": 3, "metric": "minkowski" }""" },
        { "random-forest", """{ "trees": 7 }""" },
        { "rbf-svm", "{}" },
        { "softmax-regression", "{}" },
        { "clustering-augmented", """{ "epochs": 3 }""" },
    };

    public static TheoryData<string, string> Networks => new()
    {
        {
            "calm", """
            { "convolutions": { "maps": 4, "pools": [[2, 2], [4, 2], [4, 1]] },
              "autoencoder": { "encoder": [8, 6], "decoder": [8], "embedding": 5 },
              "autoencoderTraining": { "epochs": 1 }, "head": { "kind": "softmax-regression" } }
            """
        },
        { "calm-cnn", """{ "maps": 4, "pools": [[2, 2], [4, 2], [4, 1]] }""" },
        { "calm-cnn", """{ "maps": 4, "pools": [[2, 2], [4, 2], [4, 2]], "steps": 7 }""" },
        { "cnn1d", """{ "channels": [8, 8], "pool": 2, "spans": 5, "dense": 8 }""" },
        { "cnn2d", """{ "channels": [4, 8] }""" },
        {
            "deep-features", """
            { "network": { "kind": "lstm-features", "parameters": { "units": 6 } }, "learner": { "kind": "rbf-svm" } }
            """
        },
        { "gru", """{ "units": 8, "dense": 8 }""" },
        { "gru", """{ "units": 8, "dense": 8, "skip": 3 }""" },
        { "lenet", """{ "channels": [2, 4], "dense": 8 }""" },
        { "lenet-autoencoder", """{ "autoencoder": { "channels": 4 }, "network": { "channels": [2, 4], "dense": 8 } }""" },
        { "lstm", """{ "units": [8, 6], "bidirectional": true }""" },
        { "lstm-features", """{ "units": 8 }""" },
        { "lstm-features", """{ "units": 8, "sequence": "meanVariance" }""" },
        { "resnet34", """{ "channels": [4, 4, 4, 8], "blocks": [1, 2, 1, 1] }""" },
        { "resnet34", """{ "channels": [4, 4, 4, 8], "blocks": [1, 1, 1, 1], "size": [40, 50] }""" },
        { "vgg16", """{ "channels": [4, 4, 4, 4, 4], "head": [8, 6] }""" },
        { "vgg16", """{ "channels": [4, 4, 4, 4, 4], "head": [8, 6], "size": [40, 50] }""" },
    };

    public static TheoryData<VectorKind, VectorKind?> Vectors => new()
    {
        { VectorKind.Statistics, VectorKind.Covariances },
        { VectorKind.Flatten, null },
        { VectorKind.MeanVariance, null },
        { VectorKind.Textures, VectorKind.Modulations },
        { VectorKind.Blocks, null },
    };

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_classical_model_answers_the_same(string kind, string parameters) =>
        AssertSame(RecipeOf(kind, parameters, new VectorSettings { SegmentFrames = 48, Components = 5 }));

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_answers_the_same(string kind, string parameters) =>
        AssertSame(RecipeOf(kind, parameters, new VectorSettings()), kind.StartsWith("calm", StringComparison.Ordinal) ? 8 : 1);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vectors_are_the_same(VectorKind kind, VectorKind? also) =>
        AssertSame(RecipeOf("linear-discriminant", """{ "temperature": 1 }""", new VectorSettings
        {
            Kind = kind,
            Also = also,
            Clip = 2.5,
            Voting = kind == VectorKind.Flatten ? Voting.Majority : Voting.Mean,
        }));

    [Fact]
    public void Members_are_pooled_the_same()
    {
        const string members = """
            { "members": [
              { "classifier": { "kind": "linear-discriminant" } },
              { "weight": 2, "classifier": { "kind": "nearest-neighbors" }, "input": { "cepstrum": { "coefficients": 12, "first": 1 } } } ],
              "pooling": "POOLING" }
            """;
        AssertSame(RecipeOf("ensemble", members.Replace("POOLING", "geometric", StringComparison.Ordinal), new VectorSettings()));
        AssertSame(RecipeOf("ensemble", members.Replace("POOLING", "arithmetic", StringComparison.Ordinal), new VectorSettings()));
    }

    [Theory]
    [InlineData("product")]
    [InlineData("descent")]
    public void A_tree_of_genres_answers_the_same(string prediction) => AssertSame(RecipeOf(
        "genre-tree",
        $$"""
        { "prediction": "{{prediction}}", "classifier": { "kind": "softmax-regression" },
          "root": { "name": "all", "branches": [
            { "name": "moving", "branches": [{ "name": "low" }, { "name": "high" }] }, { "name": "steady" }] } }
        """,
        new VectorSettings()));

    [SharedDataFact]
    public void The_shipped_model_answers_the_same_from_samples_on()
    {
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        using var exported = new ExportedModel(model, OnnxInput.Samples);
        foreach (var file in (string[])["blues/blues.00010.au", "metal/metal.00000.wav"])
        {
            var samples = AudioFile.Read(SharedData.PathOf("data", "gtzan-audio", file)).Samples;
            foreach (var length in (int[])[samples.Length, 5 * 22050, 1])
            {
                var part = samples[..length].ToArray();
                AssertClose(model.Classify(Feature.Compute(part, model.Card.Recipe.Features)), exported.Classify(part));
            }
        }
    }

    [Fact]
    public void The_file_says_what_it_is()
    {
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        using var exported = new ExportedModel(model, OnnxInput.Features);

        Assert.Equal(string.Join(',', model.Card.Labels), exported.Metadata["labels"]);
        Assert.Equal($"gtzan/{model.Card.Version}", exported.Metadata["model"]);
        Assert.Equal(model.Card.Recipe.Features, FeatureSettings.FromJson(exported.Metadata["features"]));
    }

    [Fact]
    public void Mfcc_are_the_same_from_samples_on()
    {
        var recipe = RecipeOf("linear-discriminant", "{}", new VectorSettings()) with
        {
            Features = new MfccSettings { SampleRate = 8000, WindowLength = 512, HopLength = 256, MelBands = 40, IncludeC0 = false },
        };
        float[][] clips = [.. Enumerable.Range(0, 9).Select(i => Noise(i, 4000 + (500 * i)))];
        var tracks = new TrackSet(
            Genres, [.. clips.Select((clip, i) => new LabelledTrack($"{i}", i % 3, Feature.Compute(clip, recipe.Features)))]);
        using var folder = new TemporaryFolder();
        using var model = Trained(recipe, tracks, folder);
        using var exported = new ExportedModel(model, OnnxInput.Samples);

        Assert.All(clips, clip => AssertClose(model.Classify(Feature.Compute(clip, recipe.Features)), exported.Classify(clip)));
    }

    [Fact]
    public void What_has_no_graph_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var recipe = RecipeOf("linear-discriminant", "{}", new VectorSettings()) with
        {
            Features = new MfccSettings { MelBands = Rows, Coefficients = Rows / 2, Deltas = 1 },
        };
        using var model = Trained(recipe, Tracks(6, seed: 1), folder);

        var error = Assert.Throws<UnsupportedModelException>(() => OnnxExport.Write(model, folder["model.onnx"], OnnxInput.Samples));

        Assert.Contains("derivatives", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    private static void AssertSame(Recipe recipe, int fewestFrames = 1)
    {
        using var folder = new TemporaryFolder();
        using var model = Trained(recipe, Tracks(8, seed: 1), folder);
        using var exported = new ExportedModel(model, OnnxInput.Features);
        foreach (var length in Lengths.Where(length => length >= fewestFrames))
        {
            foreach (var track in Tracks(1, seed: 2, length).Tracks)
            {
                AssertClose(model.Classify(track.Features), exported.Classify(track.Features));
            }
        }
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - Tolerance, pair.First + Tolerance));
    }

    private static GenreModel Trained(Recipe recipe, TrackSet tracks, TemporaryFolder folder)
    {
        using var trained = TrainingRun.Run(recipe, tracks, tracks, new TrainingOptions { Threads = 1 });
        var repository = new ModelRepository(folder.Path);
        repository.Save("m", trained);
        return repository.Load("m");
    }

    private static Recipe RecipeOf(string kind, string parameters, VectorSettings vector) => new()
    {
        Name = kind,
        Features = new LogMelSettings { MelBands = Rows },
        Input = new InputSettings { CropFrames = 64, PredictionFrames = 96, Vector = vector },
        Classifier = new ClassifierSettings(kind, JsonDocument.Parse(parameters).RootElement),
        Training = new TrainingSettings { Epochs = 2, BatchSize = 8 },
    };

    // dB: noise, louder in low or in high bands or in none, and rising and falling.
    private static TrackSet Tracks(int perGenre, int seed, int frames = 120)
    {
        var random = new Random(seed);
        return new TrackSet(Genres, [.. Enumerable.Range(0, 3 * perGenre).Select(i =>
        {
            var features = new FeatureMatrix(Rows, frames);
            for (var row = 0; row < Rows; row++)
            {
                foreach (ref var value in features.Row(row))
                {
                    var tilt = (i % 3) switch { 0 => row, 1 => Rows - row, _ => Rows / 2 };
                    value = (float)(-60 + (0.3 * tilt) + (12 * random.NextDouble()));
                }
            }

            return new LabelledTrack($"{i}", i % 3, features);
        })]);
    }

    private static float[] Noise(int seed, int length)
    {
        var random = new Random(seed);
        var last = 0.0;
        return [.. Enumerable.Range(0, length).Select(_ => (float)(last = (seed % 3 * 0.3 * last) + random.NextDouble() - 0.5))];
    }
}
