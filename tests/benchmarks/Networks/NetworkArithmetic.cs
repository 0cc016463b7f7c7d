using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Benchmarks.Networks;

/// <summary>
/// Counts the multiplications of a network, each with its addition, while it computes: those of convolutions, dense layers and recurrent
/// layers, beside which all others are few.
/// </summary>
internal static class NetworkArithmetic
{
    /// <summary>The number of multiplications of one forward pass.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Its input.</param>
    /// <exception cref="NotSupportedException">The network has a layer with weights of a kind that is not counted.</exception>
    public static long Multiplications(nn.Module<Tensor, Tensor> network, Tensor input)
    {
        var sum = 0L;
        foreach (var (_, module) in network.named_modules())
        {
            switch (module)
            {
                case Conv1d layer:
                    layer.register_forward_hook((_, _, output) => Count(output, output.numel() * WeightsOfOutput(layer.weight)));
                    break;
                case Conv2d layer:
                    layer.register_forward_hook((_, _, output) => Count(output, output.numel() * WeightsOfOutput(layer.weight)));
                    break;
                case Linear layer:
                    layer.register_forward_hook((_, _, output) => Count(output, output.numel() * WeightsOfOutput(layer.weight)));
                    break;
                case GRUCell layer:
                    layer.register_forward_hook((_, _, _, state) => Count(state, state.size(0) * Weights(layer)));
                    break;
                case GRU layer:
                    layer.register_forward_hook((_, _, _, output) => Count(output, Steps(output.Item1) * Weights(layer)));
                    break;
                case LSTM layer:
                    layer.register_forward_hook((_, _, _, output) => Count(output, Steps(output.Item1) * Weights(layer)));
                    break;
                case BatchNorm1d or BatchNorm2d:
                    break;
                case var other when other.named_parameters(recurse: false).Any():
                    throw new NotSupportedException($"The multiplications of a {other.GetName()} are not counted.");
                default:
                    break;
            }
        }

        using var guard = no_grad();
        network.eval();
        network.call(input).Dispose();
        return sum;

        T Count<T>(T output, long multiplications)
        {
            sum += multiplications;
            return output;
        }
    }

    private static long WeightsOfOutput(Tensor weight) => weight.numel() / weight.size(0);

    // Biases have one dimension.
    private static long Weights(nn.Module layer) =>
        layer.parameters().Where(parameter => parameter.dim() > 1).Sum(parameter => parameter.numel());

    // Batch times steps.
    private static long Steps(Tensor outputs) => outputs.size(0) * outputs.size(1);
}
