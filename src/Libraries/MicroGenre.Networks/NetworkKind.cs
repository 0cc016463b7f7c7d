using MicroGenre.Learning;
using MicroGenre.Networks.Prediction;
using MicroGenre.Networks.Training;
using static TorchSharp.torch;

namespace MicroGenre.Networks;

/// <summary>Classifiers that are one network, all trained by the same loop.</summary>
/// <param name="build">Makes the network for a recipe and a number of classes; it takes <c>[batch, rows, frames]</c> and gives
/// logits.</param>
internal sealed class NetworkKind(Func<Recipe, int, nn.Module<Tensor, Tensor>> build) : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task) => NetworkTrainer.Train(task, build);

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights) =>
        NetworkClassifier.Load(build(recipe, labels.Count), recipe, weights);

    /// <summary>The network with its first weights.</summary>
    public nn.Module<Tensor, Tensor> Build(Recipe recipe, int classes) => build(recipe, classes);
}
