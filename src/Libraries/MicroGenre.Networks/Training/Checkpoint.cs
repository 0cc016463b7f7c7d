using System.Text;
using MicroGenre.Learning;
using MicroGenre.Networks.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>
/// What a run must remember between two epochs, in one file that is replaced as a whole: network, optimiser and history. Schedule, data
/// order and random numbers follow from the seed and the epoch (<see cref="SeededRandom"/>), so that nothing else is needed to go on bit
/// for bit.
/// </summary>
internal sealed class Checkpoint
{
    private const string NetworkPrefix = "network.";
    private const string BestPrefix = "best.";
    private const string OptimizerName = "optimizer";
    private const string StateName = "state";

    private readonly string _path;
    private readonly string _run;

    /// <param name="folder">Where the file is.</param>
    /// <param name="run">What identifies the run: a checkpoint of another is refused.</param>
    public Checkpoint(string folder, string run)
    {
        _path = Path.Combine(folder, CheckpointFolder.FileName);
        _run = run;
    }

    /// <summary>Everything about a run that is not in the network or the optimiser.</summary>
    public sealed record State(string Run, IReadOnlyList<EpochResult> History, int BestEpoch);

    /// <summary>Replaces the checkpoint.</summary>
    public void Save(nn.Module network, OptimizerHelper optimizer, IReadOnlyList<EpochResult> history, int bestEpoch,
        IReadOnlyDictionary<string, TensorData>? best)
    {
        var tensors = StateDict.Export(network).ToDictionary(pair => NetworkPrefix + pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (name, tensor) in best ?? new Dictionary<string, TensorData>(StringComparer.Ordinal))
        {
            tensors[BestPrefix + name] = tensor;
        }

        tensors[OptimizerName] = Bytes(OptimizerState(optimizer));
        tensors[StateName] = Bytes(Encoding.UTF8.GetBytes(Recipe.Write(new State(_run, history, bestEpoch))));

        var folder = Path.GetDirectoryName(_path)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, CheckpointFolder.UnfinishedName);
        try
        {
            Safetensors.Write(temporary, tensors);
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new IOException($"The checkpoint could not be written to '{_path}': {exception.Message}", exception);
        }
    }

    /// <summary>Brings network and optimiser back to where the checkpoint was made.</summary>
    /// <returns>The rest of the state and the best epoch's weights; <see langword="null"/> if there is no checkpoint.</returns>
    /// <exception cref="TrainingException">The checkpoint is another run's, or damaged.</exception>
    public (State State, IReadOnlyDictionary<string, TensorData>? Best)? TryLoad(nn.Module network, OptimizerHelper optimizer)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            var tensors = Safetensors.Read(_path);
            var state = Recipe.Parse<State>(Encoding.UTF8.GetString(tensors[StateName].Bytes));
            if (!string.Equals(state.Run, _run, StringComparison.Ordinal))
            {
                throw new TrainingException($"'{_path}' is the checkpoint of a run with another recipe, seed or data.");
            }

            StateDict.Import(network, tensors.WithoutPrefix(NetworkPrefix));
            using var reader = new BinaryReader(new MemoryStream(tensors[OptimizerName].Bytes));
            optimizer.load_state_dict(reader);
            var best = tensors.WithoutPrefix(BestPrefix);
            return (state, best.Count > 0 ? best : null);
        }
        catch (Exception exception) when (exception is InvalidDataException or KeyNotFoundException or System.Text.Json.JsonException)
        {
            throw new TrainingException($"The checkpoint '{_path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static byte[] OptimizerState(OptimizerHelper optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static TensorData Bytes(byte[] bytes) => new(TensorType.U8, [bytes.Length], bytes);
}
