using System.Text.Json;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public class ClassicalRecipeTests
{
    public static TheoryData<string, VectorKind, int?> Cases
    {
        get
        {
            var data = new TheoryData<string, VectorKind, int?>();
            foreach (var kind in (string[])["nearest-neighbors", "softmax-regression", "linear-svm", "rbf-svm", "decision-tree",
                "random-forest", "gaussian-naive-bayes", "multilayer-perceptron", "linear-discriminant"])
            {
                data.Add(kind, VectorKind.Statistics, null);
            }

            data.Add("softmax-regression", VectorKind.Flatten, null);
            data.Add("linear-svm", VectorKind.Flatten, 10);
            data.Add("rbf-svm", VectorKind.Statistics, 10);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_learner_is_trained_saved_and_loaded_by_a_recipe(string kind, VectorKind vector, int? segmentFrames)
    {
        using var folder = new TemporaryFolder();
        var recipe = Small(kind) with
        {
            Input = new InputSettings
            {
                Vector = new VectorSettings
                {
                    Kind = vector,
                    SegmentFrames = segmentFrames,
                    Voting = Voting.Majority,
                    Components = vector == VectorKind.Flatten ? 6 : null,
                },
            },
        };
        var test = Examples.Separable(6, seed: 2);
        using var trained = TrainingRun.Run(recipe, Examples.Separable(8), test);
        Assert.InRange(trained.Metrics["validationAccuracy"], 0.9, 1);
        Assert.Empty(trained.History);

        var repository = new ModelRepository(folder.Path);
        repository.Save("m", trained);
        using var model = repository.Load("m");
        var tracks = test.Tracks.Select(track => track.Features).ToList();
        Assert.Equal(trained.Classify(tracks), model.Classify(tracks));
        Assert.Equal(1, model.Classify(Examples.Separable(1, frames: 1).Tracks[0].Features).Sum(), 5);
    }

    // Moved up by two rows, the first genre shares a row with the second where that was learnt.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(2, 1)]
    public void Moved_tracks_teach_a_learner_what_is_the_same_elsewhere(int rowShift, double accuracy)
    {
        var recipe = Small("nearest-neighbors") with
        {
            Classifier = new ClassifierSettings("nearest-neighbors", JsonDocument.Parse("""{ "neighbors": 1 }""").RootElement),
            Training = new TrainingSettings { Augmentation = new AugmentationSettings { RowShift = rowShift } },
        };
        using var model = TrainingRun.Run(recipe, Loud([4, 5], [7, 9]), Loud([6, 7], [9, 11]));
        Assert.Equal(accuracy, model.Metrics["validationAccuracy"]);
    }

    [Theory]
    [InlineData("""{ "gainDecibels": 3 }""")]
    [InlineData("""{ "rowShift": 2, "timeMask": 5 }""")]
    [InlineData("""{ "rowShift": -2 }""")]
    public void A_classical_learner_refuses_other_changes(string augmentation)
    {
        var recipe = Small("nearest-neighbors") with { Training =
            new TrainingSettings { Augmentation = Recipe.Parse<AugmentationSettings>(augmentation) } };
        var error = Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(recipe, Examples.Separable(2)));
        Assert.Contains("rowShift", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Block_features_have_one_length_and_tell_tracks_apart()
    {
        var recipe = RecipeCatalog.Find("block-discriminant");
        using var model = TrainingRun.Run(recipe, NoiseTracks(seed: 1), NoiseTracks(seed: 2));
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
        Assert.Equal(BlockFeatures.Of(Noise(1, 20, 0)).Length, BlockFeatures.Of(Noise(1, 400, 1)).Length);
        Assert.All(BlockFeatures.Of(new FeatureMatrix(128, 1)), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Block_features_hardly_change_when_a_track_goes_on_as_before()
    {
        var track = Noise(1, 300, 0);
        var twice = new FeatureMatrix(128, 600);
        for (var row = 0; row < 128; row++)
        {
            track.Row(row).CopyTo(twice.Row(row));
            track.Row(row).CopyTo(twice.Row(row)[300..]);
        }

        var (once, again) = (BlockFeatures.Of(track), BlockFeatures.Of(twice));
        var quantiles = 200;
        for (var i = 0; i < quantiles; i++)
        {
            Assert.Equal(once[i], again[i], 0.5);
        }
    }

    [Fact]
    public void Covariances_have_one_length_and_tell_tracks_apart()
    {
        using var model = TrainingRun.Run(RecipeCatalog.Find("covariance-discriminant"), NoiseTracks(seed: 1), NoiseTracks(seed: 2));
        Assert.InRange(model.Metrics["validationAccuracy"], 0.9, 1);
        Assert.Equal(LevelCovariances.Of(Noise(1, 20, 0)).Length, LevelCovariances.Of(Noise(1, 400, 1)).Length);
    }

    [Fact]
    public void Covariances_change_neither_with_level_nor_with_equalisation()
    {
        var track = Noise(1, 300, 1);
        var equalised = new FeatureMatrix(128, 300);
        for (var row = 0; row < 128; row++)
        {
            for (var frame = 0; frame < 300; frame++)
            {
                // One gain for each of the ranges of eight rows.
                equalised[row, frame] = track[row, frame] - 7 + (row / 8 % 5);
            }
        }

        Assert.All(LevelCovariances.Of(track).Zip(LevelCovariances.Of(equalised)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(300)]
    public void Covariances_of_silence_are_those_of_independent_ranges(int frames)
    {
        var values = LevelCovariances.Of(new FeatureMatrix(128, frames));
        Assert.Equal(64, values.Count(value => Math.Abs(value - Math.Log(0.3)) < 1e-9));
        Assert.Equal(values.Length - 64, values.Count(value => Math.Abs(value) < 1e-9));
    }

    [Fact]
    public void Covariances_need_a_row_for_each_range()
    {
        var recipe = RecipeCatalog.Find("covariance-discriminant") with { Features = new LogMelSettings { MelBands = 12 } };
        var tracks = new TrackSet(
            ["a", "b"], [new LabelledTrack("1", 0, new FeatureMatrix(12, 50)), new LabelledTrack("2", 1, new FeatureMatrix(12, 50))]);
        var exception = Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(recipe, tracks));
        Assert.Contains("16", exception.Message, StringComparison.Ordinal);
    }

    private static TrackSet NoiseTracks(int seed) =>
        new(["a", "b"], [.. Enumerable.Range(0, 12).Select(i => new LabelledTrack($"{i}", i % 2, Noise(seed + (10 * i), 200 + i, i % 2)))]);

    // Steady noise, or noise that comes and goes.
    private static FeatureMatrix Noise(int seed, int frames, int kind)
    {
        var random = new SeededRandom(seed);
        var noise = new FeatureMatrix(128, frames);
        for (var row = 0; row < 128; row++)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                noise[row, frame] = (float)Math.Clamp(-40 + (5 * random.NextNormal()) + (kind * 10 * Math.Sin(frame / 3.0)), -80, 0);
            }
        }

        return noise;
    }

    // One track of each genre, loud in some rows.
    private static TrackSet Loud(params int[][] rows) => new(
        [.. rows.Select((_, genre) => $"{genre}")],
        [.. rows.Select((loud, genre) =>
        {
            var track = new FeatureMatrix(Examples.Bands, 10);
            foreach (var row in loud)
            {
                track.Row(row).Fill(1);
            }

            return new LabelledTrack($"{genre}", genre, track);
        })]);

    private static Recipe Small(string kind) => new()
    {
        Name = "small",
        Features = new LogMelSettings { MelBands = Examples.Bands },
        Classifier = new ClassifierSettings(kind),
    };
}
