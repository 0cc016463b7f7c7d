using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Weights;

/// <summary>Starts a network from weights that were learnt on something else.</summary>
internal static class PretrainedWeights
{
    /// <summary>Copies what fits from a <c>.safetensors</c> file.</summary>
    /// <exception cref="InvalidRecipeException">There is no such file, it cannot be read, or nothing in it fits; the message says
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
    /// Copies every tensor whose name and shape the network has; the network's other layers, such as its output layer, keep their values.
    /// </summary>
    /// <returns>The names of the network's tensors that the weights did not have, or had in another shape.</returns>
    /// <exception cref="InvalidDataException">Not one tensor fits: these are another network's weights.</exception>
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
