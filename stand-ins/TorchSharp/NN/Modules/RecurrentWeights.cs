using TorchSharp.Bridge;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The weights of a recurrent network's layers and directions, under PyTorch's names.</summary>
internal sealed class RecurrentWeights
{
    private readonly List<Tensor> flat = [];
    private readonly long hiddenSize;
    private readonly long layers;
    private readonly bool bias;
    private readonly bool batchFirst;
    private readonly double dropout;
    private readonly bool bidirectional;

    public RecurrentWeights(
        Func<string, Tensor, Parameter> register, int gates, long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst,
        double dropout, bool bidirectional, Device? device, ScalarType? dtype)
    {
        (this.hiddenSize, layers, this.bias, this.batchFirst) = (hiddenSize, numLayers, bias, batchFirst);
        (this.dropout, this.bidirectional) = (dropout, bidirectional);
        var directions = bidirectional ? 2 : 1;
        for (var layer = 0L; layer < numLayers; layer++)
        {
            for (var direction = 0; direction < directions; direction++)
            {
                var suffix = $"_l{layer}{(direction == 0 ? "" : "_reverse")}";
                Add("weight_ih" + suffix, gates * hiddenSize, layer == 0 ? inputSize : directions * hiddenSize);
                Add("weight_hh" + suffix, gates * hiddenSize, hiddenSize);
                if (bias)
                {
                    Add("bias_ih" + suffix, gates * hiddenSize);
                    Add("bias_hh" + suffix, gates * hiddenSize);
                }
            }
        }

        void Add(string name, params long[] size)
        {
            var bound = 1 / Math.Sqrt(hiddenSize);
            flat.Add(nn.init.uniform_(register(name, empty(size, dtype, device)), -bound, bound));
        }
    }

    /// <summary>A state of zeros for a batch.</summary>
    public Tensor Zero(Tensor input) => zeros(
        [layers * (bidirectional ? 2 : 1), input.size(batchFirst ? 0 : 1), hiddenSize], input.dtype, input.device);

    /// <summary>Calls the operator with the input, its state, and all that the weights and settings say.</summary>
    public Value[] Arguments(Tensor input, Value state, bool training) =>
        [input, state, flat.ToArray(), bias, layers, dropout, training, bidirectional, batchFirst];
}
