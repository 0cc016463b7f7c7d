using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>
/// A copy of a network whose forward and backward passes run in bfloat16. The network itself keeps its weights in single precision, in
/// which small steps do not vanish: each pass takes the weights from it and hands gradients and running means back. Batch norm stays in
/// single precision.
/// </summary>
internal sealed class BFloat16Twin : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly List<(Tensor Own, Tensor Twin)> _buffers;
    private readonly List<(Parameter Own, Parameter Twin)> _parameters;

    /// <param name="network">The network to train.</param>
    /// <param name="twin">Another of the same kind, which the twin owns from now on.</param>
    /// <param name="device">Where both are.</param>
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

    /// <summary>The copy.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>The copy's answer, in single precision, with the network's weights as they are.</summary>
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

        Network.train(_network.training);
        return Network.forward(input.to(bfloat16)).to(float32);
    }

    /// <summary>Gives the network the gradients, and what batch norm has seen.</summary>
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
