using MicroGenre.Learning;
using MicroGenre.Networks.Prediction;
using MicroGenre.Networks.Training;
using static TorchSharp.torch;

namespace MicroGenre.Networks;

/// <summary>A kind of classifier that is a single network; all are trained by the same loop.</summary>
/// <param name="build">Creates the network for a recipe and a number of classes. Its input is <c>[batch, rows, frames]</c>, its output
/// logits.</param>
internal sealed class NetworkKind(Func<Recipe, int, nn.Module<Tensor, Tensor>> build) : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task) => NetworkTrainer.Train(task, build);

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights) =>
        NetworkClassifier.Load(build(recipe, labels.Count), recipe, weights);

    /// <summary>Creates the network with initial weights.</summary>
    public nn.Module<Tensor, Tensor> Build(Recipe recipe, int classes) => build(recipe, classes);
}
