using static TorchSharp.torch;

namespace MicroGenre.Learning;

/// <summary>Classifiers that are one network, all trained by the same loop.</summary>
/// <param name="build">Makes the network for a recipe and a number of classes; it takes <c>[batch, rows, frames]</c> and gives logits.</param>
internal sealed class NetworkKind(Func<Recipe, int, nn.Module<Tensor, Tensor>> build) : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task) => NetworkTrainer.Train(task, (recipe, classes) =>
    {
        var network = build(recipe, classes);
        if (recipe.Training.InitialWeights is { } path)
        {
            PretrainedWeights.Import(network, path);
        }

        return network;
    });

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights) =>
        NetworkClassifier.Load(build(recipe, labels.Count), recipe, weights);
}
