using MicroGenre.DataSets;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Evaluation.Tests;

/// <summary>Lengths are times: spectrograms say how far apart their frames are, and models remember it.</summary>
public sealed class FrameTimingTests : IDisposable
{
    private const int Bands = 16;
    private static readonly FrameTiming Sparse = new(22050, 1711);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(512, 130)]
    [InlineData(1024, 65)]
    [InlineData(1711, 39)]
    [InlineData(2205, 30)]
    public void Three_seconds_are_as_many_frames_as_the_hop_says(int hop, int frames)
    {
        var recipe = Segments(hop, """ "segmentSeconds": 3 """);

        Assert.Equal(frames, recipe.Lengths.Segment);
        Assert.Equal(frames, Segments(512, """ "segmentSeconds": 3 """).At(new FrameTiming(22050, hop)).Lengths.Segment);
    }

    [Fact]
    public void A_model_learnt_from_arrays_and_the_same_learnt_from_audio_classify_audio_alike()
    {
        var music = Music();
        var listed = DataSetKinds.Open(music);
        var heard = AudioLoader.Load(listed, new LogMelSettings { MelBands = Bands, HopLength = Sparse.HopLength }).Tracks;
        WriteArrays("sparse", heard, "hop_length,sample_rate", "1711,22050");
        var read = SpectrogramFiles.Read(_folder["sparse.npy"], _folder["sparse.csv"]);
        var models = new ModelRepository(_folder["models"]);

        // The arrays' hop is another than the recipe's, the audio's is the recipe's.
        using (var fromArrays = TrainingRun.Run(Segments(1024, """ "segmentSeconds": 1 """), read))
        using (var fromAudio = TrainingRun.Run(Segments(1711, """ "segmentSeconds": 1 """), heard))
        {
            models.Save("arrays", fromArrays);
            models.Save("audio", fromAudio);
        }

        using var one = models.Load("arrays");
        using var other = models.Load("audio");
        Assert.Equal(Sparse, one.Card.Train.Timing);
        Assert.Equal(other.Card.Recipe.Features, one.Card.Recipe.Features);
        foreach (var track in listed.Tracks)
        {
            Assert.Equal(
                other.Classify(AudioLoader.Compute(track, other.Card.Recipe.Features)),
                one.Classify(AudioLoader.Compute(track, one.Card.Recipe.Features)));
        }
    }

    [Theory]
    [InlineData(""" "vector": { "segmentFrames": 20 } """, "input.vector.segmentSeconds")]
    [InlineData(""" "cropFrames": 20 """, "input.cropSeconds")]
    [InlineData(""" "predictionFrames": 20 """, "input.predictionSeconds")]
    public void Lengths_in_frames_are_refused_for_tracks_with_another_hop(string input, string instead)
    {
        var tracks = Noise(Sparse);
        var plain = Recipe.FromJson($$"""
            {
              "name": "frames",
              "features": { "feature": "log-mel", "melBands": 16, "hopLength": 1024 },
              "input": { {{input}} },
              "classifier": { "kind": "nearest-neighbors" }
            }
            """);
        var member = Recipe.FromJson($$"""
            {
              "name": "members",
              "features": { "feature": "log-mel", "melBands": 16, "hopLength": 1024 },
              "classifier": {
                "kind": "ensemble",
                "parameters": { "members": [{ "input": { {{input}} }, "classifier": { "kind": "nearest-neighbors" } }] }
              }
            }
            """);

        foreach (var recipe in (Recipe[])[plain, member])
        {
            var refusal = Assert.Throws<InvalidRecipeException>(() => TrainingRun.Run(recipe, tracks)).Message;
            Assert.Contains(
                "a hop of 1024 samples at 22050 Hz, but the tracks have a hop of 1711 samples", refusal, StringComparison.Ordinal);
            Assert.Contains($"give {instead} instead", refusal, StringComparison.Ordinal);
            TrainingRun.Run(recipe, Noise(new FrameTiming(22050, 1024))).Dispose();
            TrainingRun.Run(recipe, Noise(null)).Dispose();
        }
    }

    [Fact]
    public void A_time_mask_in_frames_is_refused_for_tracks_with_another_hop_and_one_in_seconds_is_as_long_there()
    {
        var refusal = Assert.Throws<InvalidRecipeException>(() => Masked(""" "timeMask": 20 """).At(Sparse)).Message;
        Assert.Contains("training.augmentation.timeMask counts frames", refusal, StringComparison.Ordinal);
        Assert.Contains("give training.augmentation.timeMaskSeconds instead", refusal, StringComparison.Ordinal);

        var recipe = Masked(""" "timeMaskSeconds": 0.9 """);
        Assert.Equal(20, recipe.InFrames(null, 1000).Training.Augmentation.TimeMask);
        Assert.Equal(12, recipe.InFrames(Sparse, 1000).Training.Augmentation.TimeMask);
        Assert.Contains("exclude each other",
            Assert.Throws<InvalidRecipeException>(() => Masked(""" "timeMask": 1, "timeMaskSeconds": 1 """)).Message);
        Assert.Contains("must not be negative",
            Assert.Throws<InvalidRecipeException>(() => Masked(""" "timeMaskSeconds": -1 """)).Message);

        static Recipe Masked(string mask) => Recipe.FromJson($$"""
            {
              "name": "masked",
              "features": { "feature": "log-mel", "melBands": 16, "hopLength": 1024 },
              "classifier": { "kind": "cnn2d" },
              "training": { "augmentation": { {{mask}} } }
            }
            """);
    }

    [Fact]
    public void A_length_is_given_once_and_is_positive()
    {
        Assert.Contains("input.vector.segmentSeconds and input.vector.segmentFrames exclude each other",
            Assert.Throws<InvalidRecipeException>(() => Segments(512, """ "segmentSeconds": 3, "segmentFrames": 130 """)).Message);
        Assert.Contains("input.vector.segmentSeconds must be positive",
            Assert.Throws<InvalidRecipeException>(() => Segments(512, """ "segmentSeconds": 0 """)).Message);
        Assert.Contains("input.vector.segmentFrames must be positive",
            Assert.Throws<InvalidRecipeException>(() => Segments(512, """ "segmentFrames": 0 """)).Message);
    }

    [Fact]
    public void Labels_and_options_may_not_name_two_timings()
    {
        WriteArrays("arrays", Noise(null), "hop_length", "1711");
        Assert.Equal(Sparse, Read(null).Timing);
        Assert.Equal(Sparse, Read(Sparse).Timing);
        Assert.Contains("line 2 says a hop of 1711 samples at 22050 Hz, not a hop of 512 samples",
            Assert.Throws<DataSetException>(() => Read(new FrameTiming(22050, 512))).Message);

        WriteArrays("arrays", Noise(null), "hop_length,sample_rate", "1711,44100");
        Assert.Equal(new FrameTiming(44100, 1711), Read(null).Timing);
        WriteArrays("arrays", Noise(null), "hop_length", "none");
        Assert.Contains("hop_length is 'none', not a positive whole number",
            Assert.Throws<DataSetException>(() => Read(null)).Message);
        WriteArrays("arrays", Noise(null), "sample_rate", "22050");
        Assert.Contains("line 2 has no hop_length", Assert.Throws<DataSetException>(() => Read(null)).Message);
        WriteArrays("arrays", Noise(null), "other", "1");
        Assert.Null(Read(null).Timing);
        Assert.Equal(Sparse, Read(Sparse).Timing);

        TrackSet Read(FrameTiming? told) => SpectrogramFiles.Read(_folder["arrays.npy"], _folder["arrays.csv"], timing: told);
    }

    [Fact]
    public void Tracks_with_another_hop_are_neither_mixed_nor_validated_nor_evaluated_with()
    {
        var (sparse, dense) = (Noise(Sparse), Noise(new FrameTiming(22050, 512)));
        Assert.Throws<ArgumentException>(() => sparse.Concat(dense));
        Assert.Equal(Sparse, sparse.Concat(Noise(null)).Timing);
        Assert.Equal(Sparse, sparse.Only(["high"]).Timing);
        Assert.Equal(Sparse, sparse.Select([0]).Timing);
        Assert.Throws<ArgumentException>(() => TrainingRun.Run(Segments(512, """ "segmentSeconds": 1 """), sparse, dense));

        var models = new ModelRepository(_folder["models"]);
        using (var trained = TrainingRun.Run(Segments(512, """ "segmentSeconds": 1 """), sparse))
        {
            models.Save("sparse", trained);
        }

        using var model = models.Load("sparse");
        Assert.Contains("The tracks have a hop of 512 samples at 22050 Hz, but the model takes a hop of 1711",
            Assert.Throws<ArgumentException>(() => ModelEvaluation.Run(model, new LoadedTracks(dense, []))).Message);
        Assert.Equal(sparse.Tracks.Count, ModelEvaluation.Run(model, new LoadedTracks(sparse, [])).Tracks);
    }

    [Fact]
    public void A_result_for_lengths_in_frames_counts_for_seconds_that_are_as_many()
    {
        var old = Segments(1024, """ "segmentFrames": 39 """);
        old = old with { Input = old.Input with { PredictionFrames = 512 } };
        var run = new SuiteRun
        {
            Recipe = SuiteRun.Describe(old),
            Seed = 1,
            RecipeEpochs = 0,
            Split = "lists",
            Train = new DataSummary(4, "a"),
            Test = new DataSummary(4, "b"),
            TrainAccuracy = 1,
            Answers = new Answers(["a"], []),
            History = [],
            Seconds = 1,
        };

        Assert.True(run.IsOf(Segments(1024, """ "segmentSeconds": 3 """), Sparse, longest: 387));
        Assert.False(run.IsOf(Segments(1024, """ "segmentSeconds": 3 """), new FrameTiming(22050, 1024), longest: 387));
        Assert.False(run.IsOf(Segments(1024, """ "segmentSeconds": 3 """), Sparse, longest: 600));
    }

    private static Recipe Segments(int hop, string vector) => Recipe.FromJson($$"""
        {
          "name": "segments",
          "features": { "feature": "log-mel", "melBands": 16, "hopLength": {{hop}} },
          "input": { "vector": { {{vector}} } },
          "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } }
        }
        """);

    private static TrackSet Noise(FrameTiming? timing)
    {
        var random = new Random(1);
        return new TrackSet(["low", "high"], [.. Enumerable.Range(0, 4).Select(i =>
            new LabelledTrack($"{i}", i % 2, new FeatureMatrix(Bands, 60, [.. Enumerable.Range(0, Bands * 60)
                .Select(_ => -40f + (10 * random.NextSingle()))])))]) { Timing = timing };
    }

    private void WriteArrays(string name, TrackSet tracks, string columns, string values)
    {
        Npy.Write<float>(_folder[$"{name}.npy"], [.. tracks.Tracks.SelectMany(track => track.Features.Values)],
            tracks.Tracks.Count, tracks.Rows, tracks.MedianFrames);
        File.WriteAllLines(_folder[$"{name}.csv"],
            [$"index,track,genre,{columns}",
                .. tracks.Tracks.Select((track, i) => $"{i},{track.Name},{tracks.Genres[track.Genre]},{values}")]);
    }

    private string Music()
    {
        foreach (var (genre, lowest) in new[] { ("low", 300), ("high", 2000) })
        {
            Directory.CreateDirectory(Path.Combine(_folder["music"], genre));
            for (var i = 0; i < 4; i++)
            {
                WavFile.WriteTone(Path.Combine(_folder["music"], genre, $"{i}.wav"), seconds: 4, frequency: lowest * (1 + (0.2 * i)));
            }
        }

        return _folder["music"];
    }
}
