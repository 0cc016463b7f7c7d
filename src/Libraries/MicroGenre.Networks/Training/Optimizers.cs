using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>Creates the optimiser that a recipe names, for all parameters of a network.</summary>
internal static class Optimizers
{
    public static OptimizerHelper Create(OptimizerSettings settings, nn.Module network)
    {
        var (rate, decay) = (settings.LearningRate, settings.WeightDecay);
        var groups = network.named_parameters()
            .GroupBy(found => settings.FactorOf(found.name), found => found.parameter)
            .Select(group => (Parameters: group.ToList(), Rate: rate * group.Key));
        return settings.Kind switch
        {
            OptimizerKind.Adam => optim.Adam(
                groups.Select(
                    group => new Adam.ParamGroup(group.Parameters, group.Rate, settings.Beta1, settings.Beta2, weight_decay: decay)), rate),
            OptimizerKind.AdamW => optim.AdamW(
                groups.Select(group =>
                    new AdamW.ParamGroup(group.Parameters, group.Rate, settings.Beta1, settings.Beta2, weight_decay: decay)), rate),
            OptimizerKind.Sgd => optim.SGD(
                groups.Select(group => new SGD.ParamGroup(group.Parameters, group.Rate, settings.Momentum, weight_decay: decay)), rate),
            _ => throw new InvalidRecipeException($"training.optimizer.kind {settings.Kind} is unknown."),
        };
    }

    /// <summary>Sets the learning rate of every group, scaled by the group's factor.</summary>
    public static void SetRate(optim.Optimizer optimizer, OptimizerSettings settings, double rate)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate * (group.InitialLearningRate / settings.LearningRate);
        }
    }

    private static double FactorOf(this OptimizerSettings settings, string parameter) =>
        settings.LayerRates.FirstOrDefault(layer => parameter.StartsWith(layer.Prefix, StringComparison.Ordinal))?.Factor ?? 1;
}
