using MicroGenre.Learning;
using MicroGenre.Networks.Calm;
using MicroGenre.Networks.Prediction;
using MicroGenre.Networks.Weights;
using TorchSharp;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// What takes long, kept in a folder: trained encoders with their curves, checkpoints of those under way, and the baselines' figures. So a
/// run of hours may be broken off and go on, and another look at the heads takes seconds.
/// </summary>
/// <param name="folder">The folder; <see langword="null"/> to keep nothing.</param>
internal sealed class KeptResults(string? folder)
{
    /// <summary>What the encoder of a column and seed makes of the tracks; it is trained if it is not there yet.</summary>
    public EncodedTracks Encoded(TableColumn column, TableSplit split, int seed, IProgress<TrainingProgress> progress)
    {
        var recipe = column.EncoderRecipe with { Seed = seed };
        var name =
            $"{column.Key}-seed{seed}-{recipe.Training.Epochs}epochs-{recipe.Training.BatchSize}tracks-{recipe.Input.CropFrames}frames";
        if (PathOf($"{name}.safetensors") is { } path && File.Exists(path))
        {
            return EncodedTracks.From(Safetensors.Read(path));
        }

        var options = new TrainingOptions { CheckpointFolder = PathOf(name), Resume = folder is not null };
        var history = new List<EpochResult>();
        var windows = TrackWindows.Of(recipe, split.Train);
        using var encoder = CalmKind.TrainEncoder(
            recipe.Classifier.As<CalmSettings>(), windows,
                new TrainingTask(recipe, split.Train, null, options, progress, CancellationToken.None), torch.CPU, history);
        var encoded = EncodedTracks.Of(encoder, windows, split, history);
        var weights = encoded.ToTensors();
        foreach (var (parameter, value) in StateDict.Export(encoder).WithPrefix("encoder."))
        {
            weights[parameter] = value;
        }

        windows.AddTo(weights);
        Write($"{name}.safetensors", temporary => Safetensors.Write(temporary, weights));
        return encoded;
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
}
