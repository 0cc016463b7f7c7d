using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>A network whose first step does not learn, so its output for a track is the same in every epoch.</summary>
internal interface IFixedFirstStep
{
    /// <summary>Whether the first step does not learn. That of some networks learns unless it is frozen.</summary>
    bool IsFixed => true;

    /// <summary>Computes the output of the first step, <c>[batch, …]</c>, from <c>[batch, rows, frames]</c>.</summary>
    Tensor Prepare(Tensor input);

    /// <summary>Computes logits from the output of the first step.</summary>
    Tensor Classify(Tensor prepared);
}
