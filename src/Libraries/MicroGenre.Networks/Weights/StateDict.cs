using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Weights;

/// <summary>Converts a network's parameters and buffers to and from <see cref="TensorData"/>, with their PyTorch names.</summary>
internal static class StateDict
{
    /// <summary>Copies all values of a network.</summary>
    public static Dictionary<string, TensorData> Export(nn.Module network)
    {
        var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in network.state_dict())
        {
            using var scope = NewDisposeScope();
            var values = tensor.detach().cpu().contiguous();
            weights[name] = new TensorData(TypeOf(name, tensor.dtype), tensor.shape, values.bytes.ToArray());
        }

        return weights;
    }

    /// <summary>Copies values into a network. Names that the network does not have are ignored.</summary>
    /// <exception cref="InvalidDataException">A tensor of the network is missing, or has another shape.</exception>
    public static void Import(nn.Module network, IReadOnlyDictionary<string, TensorData> weights)
    {
        using var noGrad = no_grad();
        foreach (var (name, target) in network.state_dict())
        {
            if (!weights.TryGetValue(name, out var source))
            {
                throw new InvalidDataException($"The weights lack '{name}'.");
            }

            if (!source.Shape.SequenceEqual(target.shape))
            {
                throw new InvalidDataException(
                    $"'{name}' has shape [{string.Join(", ", source.Shape)}], but the network's is [{string.Join(", ", target.shape)}].");
            }

            using var scope = NewDisposeScope();
            target.copy_(
                target.dtype == ScalarType.Int64 ? tensor(source.ToInt64(), target.shape) : tensor(source.ToSingle(), target.shape));
        }
    }

    private static TensorType TypeOf(string name, ScalarType type) => type switch
    {
        ScalarType.Float32 => TensorType.F32,
        ScalarType.Float64 => TensorType.F64,
        ScalarType.Int64 => TensorType.I64,
        _ => throw new InvalidOperationException($"'{name}' has the type {type}, which is not stored."),
    };
}
