using System.Collections.Concurrent;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.ServiceTesting;

/// <summary>Two genres that are easy to tell apart (low and high tones) and a model that learns them in seconds.</summary>
public static class ToyGenres
{
    /// <summary>A recipe that trains in seconds.</summary>
    public const string RecipeJson =
        """
        {
          "name": "toy",
          "features": { "feature": "log-mel", "hopLength": 2048, "melBands": 32 },
          "input": { "predictionFrames": 16 },
          "classifier": { "kind": "cnn2d", "parameters": { "channels": [4, 8], "dropout": 0 } },
          "training": { "epochs": 30, "batchSize": 5, "optimizer": { "kind": "adamW", "learningRate": 0.01, "weightDecay": 0.01 } }
        }
        """;

    private static readonly ConcurrentDictionary<int, Lazy<TrainedModel>> Trained = new();
    private static readonly double[] Detunings = [1, 1.03, 1.06, 1.09, 1.12];

    /// <summary>The genres' names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["high", "low"];

    /// <summary>The recipe of <see cref="RecipeJson"/>.</summary>
    public static Recipe Recipe => Recipe.FromJson(RecipeJson);

    /// <summary>Creates a track of a genre as a WAV file.</summary>
    /// <param name="genre">One of <see cref="Names"/>.</param>
    /// <param name="take">The number of the track within its genre.</param>
    /// <param name="seconds">Duration in seconds.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    public static byte[] Track(string genre, int take = 0, double seconds = 1.5, int sampleRate = 22050) =>
        Wav.Sine(seconds, (string.Equals(genre, "low", StringComparison.Ordinal) ? 200 : 3000) * Detunings[take], sampleRate);

    /// <summary>Writes a folder with one folder per genre.</summary>
    public static void WriteFolders(string folder, int tracksPerGenre = 5)
    {
        foreach (var genre in Names)
        {
            Directory.CreateDirectory(Path.Combine(folder, genre));
            for (var take = 0; take < tracksPerGenre; take++)
            {
                File.WriteAllBytes(Path.Combine(folder, genre, $"{genre}.{take}.wav"), Track(genre, take));
            }
        }
    }

    /// <summary>Writes precomputed spectrograms (<c>NAME.npy</c>) and their labels (<c>NAME.csv</c>).</summary>
    public static void WriteSpectrograms(string folder, string name, int tracksPerGenre = 5)
    {
        var tracks = Tracks(tracksPerGenre).Tracks;
        var (rows, frames) = (tracks[0].Features.Rows, tracks[0].Features.Frames);
        Npy.Write<float>(Path.Combine(folder, $"{name}.npy"), [.. tracks.SelectMany(track => track.Features.Values)], tracks.Count, rows,
            frames);
        File.WriteAllLines(Path.Combine(folder, $"{name}.csv"),
            tracks.Select((track, i) => $"{i},{track.Name},{Names[track.Genre]}").Prepend("index,track,genre"));
    }

    /// <summary>The tracks with their features.</summary>
    public static TrackSet Tracks(int tracksPerGenre = 5) => new(
        Names,
        [
            .. from genre in Enumerable.Range(0, Names.Count)
               from take in Enumerable.Range(0, tracksPerGenre)
               select new LabelledTrack($"{Names[genre]}.{take}", genre, FeaturesOf(Track(Names[genre], take))),
        ]);

    /// <summary>Computes the recipe's features of a track.</summary>
    public static FeatureMatrix FeaturesOf(byte[] track) => Feature.Compute(AudioFile.Read(track).Samples, Recipe.Features);

    /// <summary>Trains a model once per seed and saves it as the next version of its name.</summary>
    public static ModelCard Train(
        ModelRepository repository, string name, int seed = 1, Calibration? calibration = null, ConformalSets? conformal = null) =>
        repository.Save(
            name,
            Trained.GetOrAdd(seed, _ => new Lazy<TrainedModel>(() => Train(seed))).Value,
            calibration: calibration,
            conformal: conformal);

    private static TrainedModel Train(int seed)
    {
        NetworkKinds.Register();
        return TrainingRun.Run(Recipe, Tracks(), options: new TrainingOptions { Seed = seed });
    }
}
