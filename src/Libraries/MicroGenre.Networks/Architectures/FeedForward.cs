using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>
/// Dense layers with leaky ReLU between them, such as CALM's classification model (128, 32, one output per genre). Input <c>[batch,
/// features]</c>, output logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;

    /// <param name="features">Number of input features.</param>
    /// <param name="hidden">Number of units in each hidden layer.</param>
    /// <param name="classes">Number of classes.</param>
    public FeedForward(long features, IReadOnlyList<int> hidden, int classes)
        : base(nameof(FeedForward))
    {
        layers = nn.ModuleList<Linear>();
        foreach (var units in hidden.Append(classes))
        {
            layers.Add(nn.Linear(features, units));
            features = units;
        }

        RegisterComponents();
    }

    /// <summary>The weights of the first layer, <c>[units, features]</c>.</summary>
    public Tensor InputWeights => layers[0].weight!;

    public override Tensor forward(Tensor input)
    {
        var values = layers[0].call(input);
        foreach (var layer in layers.Skip(1))
        {
            values = layer.call(nn.functional.leaky_relu(values));
        }

        return values;
    }
}
