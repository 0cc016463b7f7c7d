using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network whose first step has no learned parameters, so its output for a track is the same in every epoch.</summary>
internal interface IFixedFirstStep
{
    /// <summary>Computes the output of the first step, <c>[batch, …]</c>, from <c>[batch, rows, frames]</c>.</summary>
    Tensor Prepare(Tensor input);

    /// <summary>Computes logits from the output of the first step.</summary>
    Tensor Classify(Tensor prepared);
}
