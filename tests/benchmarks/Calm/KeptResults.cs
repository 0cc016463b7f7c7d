using System.Text;
using MicroGenre.Learning;
using TorchSharp;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// What takes long, kept in a folder: trained encoders with their curves, checkpoints of those under way, and the baselines' figures. So a run of hours may be
/// broken off and go on, and another look at the heads takes seconds.
/// </summary>
/// <param name="folder">The folder; <see langword="null"/> to keep nothing.</param>
internal sealed class KeptResults(string? folder)
{
    private const string HistoryName = "history";

    /// <summary>The encoder of a column and seed, trained if it is not there yet.</summary>
    public TrainedEncoder Encoder(TableColumn column, TableSplit split, int seed, IProgress<TrainingProgress> progress)
    {
        var recipe = column.EncoderRecipe;
        var name = $"{column.Key}-seed{seed}-{recipe.Training.Epochs}epochs-{recipe.Input.CropFrames}frames";
        if (PathOf($"{name}.safetensors") is { } path && File.Exists(path))
        {
            return TrainedEncoder.From(recipe, split, Safetensors.Read(path));
        }

        var options = new TrainingOptions { Seed = seed, CheckpointFolder = PathOf(name), Resume = folder is not null };
        using var model = TrainingRun.Run(recipe, split.Train, split.Test, options, progress);
        var weights = model.StoredWeights().ToDictionary(StringComparer.Ordinal);
        var history = Encoding.UTF8.GetBytes(Recipe.Write(model.History));
        weights[HistoryName] = new TensorData(TensorType.U8, [history.Length], history);
        Write($"{name}.safetensors", temporary => Safetensors.Write(temporary, weights));
        return TrainedEncoder.From(recipe, split, weights);
    }

    /// <summary>A row that is measured if it is not there yet.</summary>
    public RowResult Row(string name, Func<RowResult> measure)
    {
        if (PathOf($"{name}.json") is { } path && File.Exists(path))
        {
            return Recipe.Parse<RowResult>(File.ReadAllText(path));
        }

        var row = measure();
        Write($"{name}.json", temporary => File.WriteAllText(temporary, Recipe.Write(row)));
        return row;
    }

    private string? PathOf(string name) => folder is null ? null : Path.Combine(folder, name);

    // Written beside and renamed: a file is there whole or not at all.
    private void Write(string name, Action<string> write)
    {
        if (PathOf(name) is { } path)
        {
            Directory.CreateDirectory(folder!);
            write(path + ".writing");
            File.Move(path + ".writing", path, overwrite: true);
        }
    }

    /// <summary>The part of CALM before its head.</summary>
    internal sealed record TrainedEncoder(CalmEncoder Encoder, TrackWindows Windows, IReadOnlyList<EpochResult> History) : IDisposable
    {
        public static TrainedEncoder From(Recipe recipe, TableSplit split, IReadOnlyDictionary<string, TensorData> weights)
        {
            var encoder = new CalmEncoder(recipe.Classifier.As<CalmSettings>(), recipe.InputRows, split.Train.Genres.Count);
            StateDict.Import(encoder, weights.WithoutPrefix("encoder."));
            encoder.eval();
            return new TrainedEncoder(encoder, TrackWindows.From(recipe, weights), Recipe.Parse<EpochResult[]>(Encoding.UTF8.GetString(weights[HistoryName].Bytes)));
        }

        /// <summary>The embedding of every track, with its genre; not standardized.</summary>
        public LabelledSamples Embed(TrackSet tracks)
        {
            var (embeddings, places) = EmbeddingClassifier.Embed(Encoder, Windows, [.. tracks.Tracks.Select(track => track.Features)], torch.CPU, CancellationToken.None);
            return new LabelledSamples(embeddings, Array.ConvertAll(places, place => tracks.Tracks[place].Genre));
        }

        public void Dispose() => Encoder.Dispose();
    }
}
