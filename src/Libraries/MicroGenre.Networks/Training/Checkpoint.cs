using System.Text;
using MicroGenre.Learning;
using MicroGenre.Networks.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>
/// The state of a run between two epochs, in one file that is replaced atomically: network, optimiser and history. Schedule, data order and
/// random numbers follow from the seed and the epoch (<see cref="SeededRandom"/>), so a resumed run is bit-identical.
/// </summary>
internal sealed class Checkpoint
{
    private const string NetworkPrefix = "network.";
    private const string BestPrefix = "best.";
    private const string OptimizerName = "optimizer";
    private const string StateName = "state";

    private readonly string _path;
    private readonly string _run;

    /// <param name="folder">The folder of the file.</param>
    /// <param name="run">Identifies the run. Checkpoints of other runs are refused.</param>
    public Checkpoint(string folder, string run)
    {
        _path = Path.Combine(folder, CheckpointFolder.FileName);
        _run = run;
    }

    /// <summary>The state of a run besides network and optimiser.</summary>
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

    /// <summary>Restores network and optimiser from the checkpoint.</summary>
    /// <returns>The rest of the state and the best epoch's weights; <see langword="null"/> if there is no checkpoint.</returns>
    /// <exception cref="TrainingException">The checkpoint belongs to another run, or is damaged.</exception>
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
                throw new TrainingException($"'{_path}' is the checkpoint of a run with a different recipe, seed or data.");
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
