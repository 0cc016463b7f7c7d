using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The weights of one recurrent step; the gates lie one below the other.</summary>
public abstract class RecurrentCell<TState, TResult> : nn.Module<Tensor, TState, TResult>
{
    private protected RecurrentCell(string name, int gates, long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(name)
    {
        weight_ih = Uniform(nameof(weight_ih), [gates * hiddenSize, inputSize]);
        weight_hh = Uniform(nameof(weight_hh), [gates * hiddenSize, hiddenSize]);
        bias_ih = bias ? Uniform(nameof(bias_ih), [gates * hiddenSize]) : null;
        bias_hh = bias ? Uniform(nameof(bias_hh), [gates * hiddenSize]) : null;

        Parameter Uniform(string parameter, long[] size)
        {
            var bound = 1 / Math.Sqrt(hiddenSize);
            var weights = Register(parameter, empty(size, dtype, device));
            nn.init.uniform_(weights, -bound, bound);
            return weights;
        }
    }

    public Parameter weight_ih { get; }

    public Parameter weight_hh { get; }

    public Parameter? bias_ih { get; }

    public Parameter? bias_hh { get; }

    /// <summary>The state before the first step.</summary>
    private protected Tensor Zero(Tensor input) => zeros([input.size(0), weight_hh.size(1)], input.dtype, input.device);
}
