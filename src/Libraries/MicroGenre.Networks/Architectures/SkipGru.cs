using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>
/// The skip-RNN of "segmentation-transfer-skip-rnn" (section 4.3): a GRU whose hidden state is also carried over k steps. The paper gives
/// no equations. Here the input state of a step is the mean of the previous state and the one k steps back, which preserves its scale:
/// <code>
/// s(t) = h(t−1)                      for t ≤ k
/// s(t) = (h(t−1) + h(t−k)) / 2       for t > k
/// h(t) = GRU(x(t), s(t)),  h(0) = 0
/// </code>
/// k = 1 is a plain GRU. Input <c>[batch, steps, features]</c>, output the last hidden state <c>[batch, units]</c>.
/// </summary>
internal sealed class SkipGru : nn.Module<Tensor, Tensor>
{
    private readonly int skip;
    private readonly GRUCell cell;

    /// <param name="features">Number of features per step.</param>
    /// <param name="units">Number of units in the hidden state.</param>
    /// <param name="skip">The length k of the skip.</param>
    public SkipGru(long features, long units, int skip)
        : base(nameof(SkipGru))
    {
        if (skip < 1)
        {
            throw new InvalidRecipeException($"skip must be at least 1, not {skip}.");
        }

        this.skip = skip;
        cell = nn.GRUCell(features, units);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var states = new Queue<Tensor>();
        var state = zeros(input.size(0), cell.weight_hh!.size(1), input.dtype, input.device);
        foreach (var step in input.unbind(1))
        {
            // The queue holds h(t−k) … h(t−1), as far as they exist.
            var start = states.Count == skip ? (state + states.Dequeue()) / 2 : state;
            state = cell.call(step, start);
            states.Enqueue(state);
        }

        return state;
    }
}
