using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network whose first step has nothing to learn: what it makes of a track is the same in every epoch.</summary>
internal interface IFixedFirstStep
{
    /// <summary>What that step makes of <c>[batch, rows, frames]</c>: <c>[batch, …]</c>.</summary>
    Tensor Prepare(Tensor input);

    /// <summary>The network's answer to what the first step made.</summary>
    Tensor Classify(Tensor prepared);
}
