using MicroGenre.Learning;
using MicroGenre.Networks.Weights;
using MicroGenre.Signal;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Prediction;

/// <summary>
/// Classifies tracks with a network and a learner: encoder, standardized embedding, head. The answers for all windows of a track are
/// averaged.
/// </summary>
internal sealed class EmbeddingClassifier(
    nn.Module<Tensor, Tensor> encoder, TrackWindows windows, Standardizer standardizer, IPredictor head, Device device) : IClassifier
{
    private const string EncoderPrefix = "encoder.";
    private const string HeadPrefix = "head.";

    /// <summary>Restores a classifier from its <see cref="Weights"/>.</summary>
    public static EmbeddingClassifier Load(
        nn.Module<Tensor, Tensor> encoder, ILearner head, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        StateDict.Import(encoder, weights.WithoutPrefix(EncoderPrefix));
        encoder.eval();
        return new EmbeddingClassifier(
            encoder, TrackWindows.From(recipe, weights), Standardizer.From(weights), head.Load(weights.WithoutPrefix(HeadPrefix)), CPU);
    }

    /// <summary>Computes the embedding of every window of every track, not standardized, with the index of its track.</summary>
    public static (Samples Embeddings, int[] Tracks) Embed(
        nn.Module<Tensor, Tensor> encoder, TrackWindows windows, IReadOnlyList<FeatureMatrix> tracks, Device device,
            CancellationToken cancellation)
    {
        var embedded = windows.Apply(tracks, encoder.forward, device, cancellation);
        return (
            Samples.Of([.. embedded.Select(window => Array.ConvertAll(window.Values, value => (double)value))]),
            [.. embedded.Select(window => window.Track)]);
    }

    /// <inheritdoc/>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks)
    {
        var (embeddings, places) = Embed(encoder, windows, tracks, device, CancellationToken.None);
        standardizer.Apply(embeddings);
        var sums = new double[tracks.Count][];
        foreach (var (place, probabilities) in places.Zip(head.Predict(embeddings)))
        {
            Vectors.AddScaled(sums[place] ??= new double[probabilities.Length], 1, probabilities);
        }

        return Array.ConvertAll(sums, sum =>
        {
            Vectors.Normalize(sum);
            return Array.ConvertAll(sum, value => (float)value);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = StateDict.Export(encoder).WithPrefix(EncoderPrefix).Concat(head.Weights().WithPrefix(HeadPrefix))
            .ToDictionary(StringComparer.Ordinal);
        windows.AddTo(weights);
        standardizer.AddTo(weights);
        return weights;
    }

    /// <inheritdoc/>
    public void Dispose() => encoder.Dispose();
}
