using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network with an additional loss besides that of the labels.</summary>
internal interface IAuxiliaryLoss
{
    /// <summary>The additional loss of the last forward pass in training mode.</summary>
    Tensor AuxiliaryLoss { get; }
}
