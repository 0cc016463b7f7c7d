using MicroGenre.Networks.Architectures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>
/// A copy of a network whose forward and backward passes run in bfloat16. The network itself keeps its weights in single precision, so that
/// small steps do not vanish: each pass copies its weights to the twin and returns gradients and running means. Batch norm stays in single
/// precision.
/// </summary>
internal sealed class BFloat16Twin : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly List<(Tensor Own, Tensor Twin)> _buffers;
    private readonly List<(Parameter Own, Parameter Twin)> _parameters;

    /// <param name="network">The network to train.</param>
    /// <param name="twin">Another instance of the same network, owned by this object.</param>
    /// <param name="device">The device of both.</param>
    public BFloat16Twin(nn.Module<Tensor, Tensor> network, nn.Module<Tensor, Tensor> twin, Device device)
    {
        _network = network;
        Network = twin.to(device, bfloat16);
        foreach (var norm in twin.modules().Where(module => module is BatchNorm1d or BatchNorm2d))
        {
            norm.to(float32);
        }

        _parameters = [.. network.parameters().Zip(twin.parameters())];
        _buffers = [.. network.buffers().Zip(twin.buffers())];
    }

    /// <summary>The bfloat16 copy.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>Runs the copy with the current weights and returns its output in single precision.</summary>
    public Tensor Forward(Tensor input)
    {
        using (no_grad())
        {
            foreach (var (own, twin) in _parameters)
            {
                twin.copy_(own);
                twin.grad = null;
            }
        }

        if (_network.training)
        {
            Network.TrainUnfrozen();
        }
        else
        {
            Network.eval();
        }

        return Network.forward(input.to(bfloat16)).to(float32);
    }

    /// <summary>Copies the gradients and the statistics of batch norm back to the network.</summary>
    public void HandBack()
    {
        using var guard = no_grad();
        foreach (var (own, twin) in _parameters)
        {
            using var gradient = twin.grad;
            own.grad = gradient?.to(own.dtype);
        }

        foreach (var (own, twin) in _buffers)
        {
            own.copy_(twin);
        }
    }

    public void Dispose() => Network.Dispose();
}
