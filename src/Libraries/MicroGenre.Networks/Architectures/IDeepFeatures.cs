using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network whose last hidden layer provides features for other learners.</summary>
internal interface IDeepFeatures
{
    /// <summary>Computes features, <c>[batch, size]</c>, from input, <c>[batch, rows, frames]</c>.</summary>
    Tensor Features(Tensor input);
}
