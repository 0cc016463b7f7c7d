using System.Globalization;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public class RecipeTests
{
    public static TheoryData<string> Names => [.. RecipeCatalog.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recipe_of_the_catalog_says_what_it_is(string name) => Assert.NotEmpty(RecipeCatalog.Find(name).Description);

    public static TheoryData<string> ClassicalNames => [.. RecipeCatalog.All
        .Where(recipe => recipe.Input.Vector != new VectorSettings() || recipe.Name.StartsWith("segments-", StringComparison.Ordinal))
        .Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(ClassicalNames))]
    public void Every_classical_recipe_learns_what_is_easily_told_apart(string name)
    {
        var recipe = RecipeCatalog.Find(name);
        using var model = TrainingRun.Run(recipe, Tracks(recipe.Features.Rows, seed: 1), Tracks(recipe.Features.Rows, seed: 2));
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
    }

    [Fact]
    public void A_recipe_with_a_search_is_trained_with_what_it_finds()
    {
        var recipe = Recipe.FromJson("""
            {
              "name": "searched",
              "classifier": { "kind": "nearest-neighbors" },
              "search": { "folds": 2, "grid": { "classifier.parameters.neighbors": [30, 1] } }
            }
            """);
        using var model = TrainingRun.Run(recipe, Tracks(recipe.Features.Rows, seed: 1));

        Assert.Null(model.Recipe.Search);
        Assert.Equal(1, model.Recipe.Classifier.Parameters!.Value.GetProperty("neighbors").GetInt32());
        Assert.Contains("search.folds", Assert.Throws<InvalidRecipeException>(() =>
            Recipe.FromJson(recipe.ToJson().Replace("\"folds\": 2", "\"folds\": 1", StringComparison.Ordinal))).Message);
        const string Wrong =
            """{ "name": "x", "classifier": { "kind": "decision-tree" }, "search": { "grid": { "training.epochs": 3 } } }""";
        Assert.Contains("needs a list of values", Assert.Throws<InvalidRecipeException>(() => Recipe.FromJson(Wrong)).Message);
    }

    [Fact]
    public void Copies_are_learnt_from_and_never_measured()
    {
        var recipe = Recipe.FromJson("""
            {
              "name": "copies",
              "features": { "feature": "log-mel", "preprocess": { "normalize": true } },
              "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } },
              "training": { "augmentation": { "audio": { "semitones": [-1, 2], "noiseDecibels": [20] } } }
            }
            """);
        Assert.Equal(
            [(true, -1.0, null), (true, 2.0, null), (true, 0.0, 20.0)],
            recipe.CopiesToLearnFrom.Select(copy => copy.Preprocess!).Select(copy => (copy.Normalize, copy.Semitones, copy.NoiseDecibels)));
        Assert.True(recipe.NeedsFiles);
        Assert.False(RecipeCatalog.Find("cnn2d").NeedsFiles);

        // The copies of each track are tracks of the other genre: a model that learns from them calls those by the first one.
        var tracks = Tracks(recipe.Features.Rows, seed: 1);
        var swapped = new TrackSet(tracks.Genres,
            [.. tracks.Tracks.Select(track =>
                track with { Copies = [tracks.Tracks.First(other => other.Genre != track.Genre).Features] })]);
        using var plain = TrainingRun.Run(recipe, tracks);
        using var model = TrainingRun.Run(recipe, swapped);
        Assert.Equal(1, plain.Metrics["trainAccuracy"]);
        Assert.InRange(model.Metrics["trainAccuracy"], 0, 1);
        Assert.Equal(tracks.Tracks.Count, swapped.Tracks.Count);
        Assert.Equal(tracks.Tracks.Count * 2, swapped.WithCopies().Tracks.Count);
        Assert.Equal(tracks.Fingerprint, swapped.Fingerprint);
    }

    // Each table (or section, or figure, where a paper has no table) with its published figures, as they stand there. Rows that a paper
    // cites from others are not methods that it describes.
    public static TheoryData<string, string, double[]> Tables => new()
    {
        { "calm-2020", "Table 1", [0.28, 0.36, 0.76, 0.77, 0.83, 0.873, 0.954] },
        { "calm-2020", "Table 2", [0.954] },
        { "calm-2020", "Table 3", [0.847, 0.85, 0.893, 0.901, 0.904, 0.9124, 0.914, 0.939, 0.949, 0.95, 0.979] },
        { "cnn-mel-image", "Section 3.3.2", [0.45] },
        { "cnn-mel-image", "Section 4.2", [0.4, 0.7] },
        { "segmentation-transfer-skip-rnn", "Table 2", [0.2767, 0.3067, 0.3067, 0.34, 0.38, 0.3964, 0.4267, 0.4356, 0.4567, 0.5008] },
        { "segmentation-transfer-skip-rnn", "Table 3", [0.62, 0.636, 0.75, 0.754, 0.79] },
        { "segmentation-transfer-skip-rnn", "Section 6", [0.403] },
        { "hierarchical-lstm-2018", "Figure 10", [0.4667, 0.475, 0.525, 0.5333, 0.5333, 0.5583, 0.5709] },
        { "hierarchical-lstm-2018", "Table 3", [0.746, 0.78, 0.8, 0.816, 0.816, 0.84, 0.88] },
        { "hierarchical-lstm-2018", "Table 4", [0.487, 0.5092, 0.52975, 0.5484, 0.5745] },
        { "lstm-deep-features", "Classification accuracy without LSTM", [0.19, 0.2367, 0.3167, 0.6433] },
        { "lstm-deep-features", "Classification accuracy with LSTM", [0.4125, 0.444, 0.778, 0.818] },
        { "lstm-deep-features", "Classification accuracies for 1D and 2D CNN", [0.621, 0.758] },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_row_of_every_table_has_a_recipe(string paper, string table, double[] published)
    {
        var rows = RecipeCatalog.All.SelectMany(recipe => recipe.PublishedRows).Where(row => (row.Paper, row.Table) == (paper, table))
            .ToList();
        Assert.All(published.CountBy(accuracy => accuracy), figure =>
            Assert.InRange(rows.Count(row => row.Accuracy == figure.Key), figure.Value, int.MaxValue));
    }

    [SharedDataFact]
    public void Every_published_figure_stands_in_its_paper() =>
        Assert.All(RecipeCatalog.All.SelectMany(recipe => recipe.PublishedRows), row =>
    {
        Assert.NotEmpty(row.Table);
        Assert.NotEmpty(row.Row);
        var text = File.ReadAllText(SharedData.PathOf("papers", $"{row.Paper}.txt"));
        var (share, percent) = ((decimal)row.Accuracy, (decimal)row.Accuracy * 100);
        Assert.Contains(new FormattableString[] { $"{share:0.####}", $"{share:0.0000}", $"{percent:0.####}%", $"{percent:0.0##}%" },
            figure =>
            text.Contains(figure.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    });

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
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "features": { "feature": "log-mel", "hopLength": 0 } }""",
        "HopLength")]
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "published": { "paper": "p", "table": "t", "row": "r" } }""",
        "published")]
    [InlineData("""{ "name": "x", "classifier": { "kind": "cnn2d" }, "training": { "augmentation": { "rowShift": -1 } } }""", "rowShift")]
    [InlineData(
        """{ "name": "x", "classifier": { "kind": "cnn2d" }, "input": { "cepstrum": {} }, "training": { "augmentation": { "rowShift": 1 } } }""", "rowShift")]
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
        Assert.Contains("rbf-svm", Refused("""{ "name": "x", "classifier": { "kind": "oracle" } }"""), StringComparison.Ordinal);
        Assert.Contains("wings", Refused("""{ "name": "x", "classifier": { "kind": "rbf-svm", "parameters": { "wings": 2 } } }"""),
            StringComparison.Ordinal);

        static string Refused(string json)
        {
            var recipe = Recipe.FromJson(json) with { Features = new LogMelSettings { MelBands = Examples.Bands } };
            return Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(recipe, Examples.Separable(1))).Message;
        }
    }

    // Two genres that differ in level, tilt and roughness.
    private static TrackSet Tracks(int rows, int seed)
    {
        var random = new SeededRandom(seed);
        var tracks = new List<LabelledTrack>();
        for (var i = 0; i < 24; i++)
        {
            var track = new FeatureMatrix(rows, 140);
            for (var row = 0; row < rows; row++)
            {
                for (var frame = 0; frame < track.Frames; frame++)
                {
                    track[row, frame] = (float)(i % 2 == 0
                        ? -20 - (0.3 * row) + (3 * random.NextNormal())
                        : -50 + (0.1 * row) + (6 * random.NextNormal()));
                }
            }

            tracks.Add(new LabelledTrack($"track {i}", i % 2, track));
        }

        return new TrackSet(["tilted", "rough"], tracks);
    }
}
