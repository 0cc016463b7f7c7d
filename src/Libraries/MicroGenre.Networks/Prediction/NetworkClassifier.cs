using MicroGenre.Learning;
using MicroGenre.Networks.Weights;
using MicroGenre.Signal;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Prediction;

/// <summary>A trained network with logits as output. It is thread-safe: in evaluation mode a network only reads its weights.</summary>
/// <param name="network">The network. The classifier owns it.</param>
/// <param name="windows">How tracks are divided into windows.</param>
/// <param name="device">The network's device.</param>
internal sealed class NetworkClassifier(nn.Module<Tensor, Tensor> network, TrackWindows windows, Device device) : IClassifier
{
    private readonly bool _allowsOneDnn = ProcessorKernels.AllowOneDnn(network);

    /// <summary>The scaling of the values.</summary>
    public RowScaler Scaler => windows.Scaler;

    /// <summary>Restores a classifier from its <see cref="Weights"/>.</summary>
    public static NetworkClassifier Load(nn.Module<Tensor, Tensor> network, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        StateDict.Import(network, weights);
        network.eval();
        return new NetworkClassifier(network, TrackWindows.From(recipe, weights), CPU);
    }

    /// <inheritdoc/>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks)
    {
        var sums = new float[tracks.Count][];
        foreach (var (track, probabilities) in windows.Apply(tracks, Answer, device))
        {
            var sum = sums[track] ??= new float[probabilities.Length];
            for (var label = 0; label < sum.Length; label++)
            {
                sum[label] += probabilities[label];
            }
        }

        foreach (var sum in sums)
        {
            Normalize(sum);
        }

        return sums;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = StateDict.Export(network);
        windows.AddTo(weights);
        return weights;
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private Tensor Answer(Tensor input) => ProcessorKernels.Run(_allowsOneDnn, () => network.forward(input).softmax(1));

    private static void Normalize(Span<float> values)
    {
        var total = 0f;
        foreach (var value in values)
        {
            total += value;
        }

        foreach (ref var value in values)
        {
            value /= total;
        }
    }
}
