using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>
/// Stacked LSTM layers of different sizes. For input <c>[batch, steps, features]</c> they return the outputs of the last layer, <c>[batch,
/// steps, units]</c>, and its last hidden state, <c>[batch, units]</c>. A bidirectional layer concatenates the units of both directions.
/// </summary>
internal sealed class LstmStack : nn.Module<Tensor, Tensor?, (Tensor Outputs, Tensor State)>
{
    private readonly ModuleList<LSTM> layers;

    /// <param name="features">Number of features per step.</param>
    /// <param name="units">Number of units in each layer.</param>
    /// <param name="bidirectional">Whether each layer also reads the sequence backwards.</param>
    public LstmStack(long features, IReadOnlyList<int> units, bool bidirectional = false)
        : base(nameof(LstmStack))
    {
        layers = nn.ModuleList<LSTM>();
        foreach (var size in units)
        {
            layers.Add(nn.LSTM(features, size, batchFirst: true, bidirectional: bidirectional));
            features = bidirectional ? 2 * size : size;
        }

        OutputSize = features;
        RegisterComponents();
    }

    /// <summary>Number of units in the outputs and in the state.</summary>
    public long OutputSize { get; }

    /// <param name="input1">The sequence, <c>[batch, steps, features]</c>.</param>
    /// <param name="input2">The initial hidden state of the first layer, <c>[batch, units]</c>; <see langword="null"/> for zeros.</param>
    public override (Tensor Outputs, Tensor State) forward(Tensor input1, Tensor? input2)
    {
        var (outputs, state) = (input1, input1);
        var start = input2?.unsqueeze(0);
        foreach (var layer in layers)
        {
            (outputs, var hidden, _) = start is null ? layer.call(outputs) : layer.call(outputs, (start, zeros_like(start)));
            state = hidden.transpose(0, 1).flatten(1);
            start = null;
        }

        return (outputs, state);
    }
}
