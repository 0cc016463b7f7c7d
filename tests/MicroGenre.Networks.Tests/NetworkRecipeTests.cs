using System.Text.Json.Nodes;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;

namespace MicroGenre.Networks.Tests;

/// <summary>Every recipe that trains a network learns, with its networks made small and few epochs; all else is as it comes.</summary>
[Collection(nameof(TorchTests))]
public class NetworkRecipeTests
{
    private const int Frames = 48;
    private const int Epochs = 15;
    private const int BatchSize = 8;
    private const double Rate = 0.02;

    // Each kind of network, or of learner within one, in a small size.
    private static readonly Dictionary<string, string> Small = new(StringComparer.Ordinal)
    {
        ["calm"] = """
            { "convolutions": { "maps": 8, "pools": [[2, 2], [4, 2], [4, 1]], "dropout": 0.1 }, "autoencoder": { "encoder": [16, 8], "decoder": [16], "embedding": 6 },
              "autoencoderTraining": { "epochs": 8, "optimizer": { "kind": "adam", "learningRate": 0.01 } } }
            """,
        ["calm-cnn"] = """{ "maps": 8, "pools": [[2, 2], [4, 2], [4, 1]], "dropout": 0.1 }""",
        ["clustering-augmented"] = """{ "epochs": 40, "optimizer": { "kind": "adam", "learningRate": 0.01 } }""",
        ["cnn1d"] = """{ "channels": [8, 8, 8], "pool": 2, "spans": 2, "dense": 8 }""",
        ["cnn2d"] = """{ "channels": [8, 8, 8, 8], "dropout": 0 }""",
        ["gru"] = """{ "units": 8, "dense": 8 }""",
        ["lenet"] = """{ "channels": [4, 8], "dense": 16 }""",
        ["lenet-autoencoder"] = """{ "autoencoder": { "channels": 2 }, "network": { "channels": [4, 8], "dense": 16 } }""",
        ["lstm"] = """{ "units": [16, 8] }""",
        ["lstm-features"] = """{ "units": 16, "dropout": 0.1 }""",
        ["resnet34"] = """{ "channels": [4, 4, 4, 8], "blocks": [1, 1, 1, 1] }""",
        ["vgg16"] = """{ "channels": [8, 8, 8, 8, 8], "head": [16], "dropout": 0 }""",
    };

    private static readonly string[] PicturesAndDeepConvolutions = ["lenet", "lenet-autoencoder", "resnet34", "vgg16"];

    public static TheoryData<string> Names =>
        [.. RecipeCatalog.All.Where(recipe => TrainsNetwork(recipe.Classifier)).Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_with_networks_learns_what_is_easily_told_apart(string name)
    {
        var recipe = Shrunk(RecipeCatalog.Find(name));
        using var model = TrainingRun.Run(recipe, Tracks(recipe, seed: 1), Tracks(recipe, seed: 2), new TrainingOptions { Threads = 1 });
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    public static TheoryData<string> All => [.. RecipeCatalog.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_recipe_of_the_catalog_can_be_trained(string name) => Assert.NotNull(ClassifierKinds.Find(RecipeCatalog.Find(name)));

    [Fact]
    public void A_recipe_for_some_genres_leaves_the_tracks_of_others_out()
    {
        var recipe = Recipes.SmallNetwork(epochs: 1) with { Genres = ["genre 2", "genre 0"] };
        using var model = TrainingRun.Run(recipe, Examples.Separable(4), null, new TrainingOptions { Threads = 1 });
        Assert.Equal(["genre 2", "genre 0"], model.Labels);
        Assert.Equal(2, model.Classify([Examples.Separable(1).Tracks[0].Features])[0].Length);

        var missing = Assert.Throws<ArgumentException>(
            () => TrainingRun.Run(recipe with { Genres = ["genre 1", "polka"] }, Examples.Separable(1)));
        Assert.Contains("no tracks of the genre 'polka'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_takes_as_many_rows_as_there_are_coefficients()
    {
        var recipe = Recipes.SmallNetwork(epochs: 8);
        recipe = recipe with
        {
            Input = recipe.Input with { Cepstrum = new CepstrumSettings { Coefficients = 12 }, Normalization = Normalization.PerRow },
            Classifier = new ClassifierSettings("lstm"),
        };
        using var model = TrainingRun.Run(recipe, Examples.Separable(8), Examples.Separable(4, seed: 2), new TrainingOptions
        {
            Threads = 1,
        });
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    private static bool TrainsNetwork(ClassifierSettings classifier) =>
        Small.ContainsKey(classifier.Kind)
            || (classifier.Parameters?.GetRawText() is { } inside
                && Small.Keys.Any(kind => inside.Contains($"\"{kind}\"", StringComparison.Ordinal)));

    private static Recipe Shrunk(Recipe recipe)
    {
        var classifier = (JsonObject)JsonNode.Parse(Recipe.Write(recipe.Classifier))!;
        Shrink(classifier);
        var deep = PicturesAndDeepConvolutions.Contains(recipe.Classifier.Kind, StringComparer.Ordinal);
        return recipe with
        {
            Features = recipe.Features is WaveformSettings waveform ? waveform with { SampleRate = 200 } : recipe.Features,
            Input = recipe.Input with
            {
                // A sequence of 60 numbers is long for so few epochs.
                Cepstrum = recipe.Input.Cepstrum is { } cepstrum
                    ? cepstrum with { Coefficients = Math.Min(cepstrum.Coefficients, 10) } : null,
                CropSeconds = null,
                CropFrames = recipe.Lengths.Crop is { } crop ? Math.Min(crop, 40) : null,
            },
            Classifier = Recipe.Parse<ClassifierSettings>(classifier.ToJsonString()),
            Training = recipe.Training with
            {
                InitialWeights = null,
                Epochs = Epochs,
                BatchSize = BatchSize,
                Optimizer = recipe.Training.Optimizer with { LearningRate = deep ? Rate / 4 : Rate },
                EarlyStopping = null,
            },
        };
    }

    // Puts the small sizes into a classifier and those within it.
    private static void Shrink(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            items.ToList().ForEach(Shrink);
        }
        else if (node is JsonObject found)
        {
            found.Remove("initialWeights");
            if (found["optimizer"] is JsonObject optimizer)
            {
                (found["epochs"], found["batchSize"], optimizer["learningRate"]) = (Epochs, BatchSize, Rate / 4);
            }

            if (found["branches"] is not null)
            {
                found.Remove("epochs");
            }

            if (found["kind"] is JsonValue kind && Small.TryGetValue(kind.GetValue<string>(), out var small))
            {
                var parameters = (found["parameters"] ??= new JsonObject()).AsObject();
                foreach (var (name, value) in JsonNode.Parse(small)!.AsObject())
                {
                    parameters[name] = value?.DeepClone();
                }
            }

            found.Select(property => property.Value).ToList().ForEach(Shrink);
        }
    }

    // Each genre is loud in rows of its own.
    private static TrackSet Tracks(Recipe recipe, int seed)
    {
        IReadOnlyList<string> genres = recipe.Genres
            ?? (recipe.Classifier.Kind == "genre-tree" ? [.. recipe.Classifier.As<GenreTreeSettings>().Root.Genres] : ["a", "b"]);
        var random = new SeededRandom(seed);
        var rows = recipe.Features.Rows;
        var tracks = Enumerable.Range(0, Math.Max(16, 4 * genres.Count)).Select(i =>
        {
            var genre = i % genres.Count;
            var picture = recipe.Features as PictureSettings;
            var features = new FeatureMatrix(rows, picture?.Width ?? Frames);
            for (var row = 0; row < rows; row++)
            {
                var level = row * genres.Count / rows == genre ? -10 : -60;
                foreach (ref var value in features.Row(row))
                {
                    var decibels = (float)Math.Clamp(level + (5 * random.NextNormal()), -80, 0);
                    value = picture is null ? decibels : 1 + (decibels / 80);
                }
            }

            return new LabelledTrack($"track {i}", genre, features);
        });
        return new TrackSet(genres, [.. tracks]);
    }
}
