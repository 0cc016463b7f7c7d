using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Weights;

/// <summary>Initialises a network with weights learned on another task.</summary>
internal static class PretrainedWeights
{
    /// <summary>Copies matching tensors from a <c>.safetensors</c> file.</summary>
    /// <exception cref="InvalidRecipeException">The file does not exist, cannot be read, or has no matching tensor; the message says
    /// which.</exception>
    public static void Import(nn.Module network, string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidRecipeException($"training.initialWeights: there is no file '{path}'.");
        }

        try
        {
            Import(network, Safetensors.Read(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InvalidRecipeException($"training.initialWeights: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Copies every tensor whose name and shape match the network's. Other layers, such as the output layer, keep their values.
    /// </summary>
    /// <returns>The names of the network's tensors that are missing in the weights or have another shape there.</returns>
    /// <exception cref="InvalidDataException">No tensor matches: the weights belong to another network.</exception>
    public static IReadOnlyList<string> Import(nn.Module network, IReadOnlyDictionary<string, TensorData> weights)
    {
        using var noGrad = no_grad();
        var kept = new List<string>();
        var state = network.state_dict();
        foreach (var (name, target) in state)
        {
            if (weights.TryGetValue(name, out var source) && source.Shape.SequenceEqual(target.shape))
            {
                using var values = target.dtype == ScalarType.Int64 ? tensor(source.ToInt64(), target.shape)
                    : tensor(source.ToSingle(), target.shape);
                target.copy_(values);
            }
            else
            {
                kept.Add(name);
            }
        }

        return kept.Count < state.Count ? kept : throw new InvalidDataException("none of the weights fits the network by name and shape.");
    }
}
