using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network that is trained for something besides the labels.</summary>
internal interface IAuxiliaryLoss
{
    /// <summary>What is added to the loss of the labels, of the last forward pass in training mode.</summary>
    Tensor AuxiliaryLoss { get; }
}
