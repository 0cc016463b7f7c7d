using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Learning;

/// <summary>Makes the optimiser that a recipe names.</summary>
internal static class Optimizers
{
    public static OptimizerHelper Create(OptimizerSettings settings, IEnumerable<Parameter> parameters) => settings.Kind switch
    {
        OptimizerKind.Adam => optim.Adam(parameters, settings.LearningRate, settings.Beta1, settings.Beta2, weight_decay: settings.WeightDecay),
        OptimizerKind.AdamW => optim.AdamW(parameters, settings.LearningRate, settings.Beta1, settings.Beta2, weight_decay: settings.WeightDecay),
        OptimizerKind.Sgd => optim.SGD(parameters, settings.LearningRate, settings.Momentum, weight_decay: settings.WeightDecay),
        _ => throw new InvalidRecipeException($"training.optimizer.kind {settings.Kind} is unknown."),
    };
}
