using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network whose last hidden layer serves other learners as features.</summary>
internal interface IDeepFeatures
{
    /// <summary>Features <c>[batch, size]</c> of input <c>[batch, rows, frames]</c>.</summary>
    Tensor Features(Tensor input);
}
