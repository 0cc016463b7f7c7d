using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Something trained that turns features into genre probabilities. Implementations may be called from several threads at once.
/// </summary>
public interface IClassifier : IDisposable
{
    /// <summary>The probabilities of each track, in the order of the labels; each row sums to 1.</summary>
    /// <param name="tracks">Features of one track each, <c>[rows, frames]</c>, at least one frame.</param>
    float[][] Classify(IReadOnlyList<FeatureMatrix> tracks);

    /// <summary>The probabilities of each track, and how far it is from what was learnt.</summary>
    /// <inheritdoc cref="Classify"/>
    IReadOnlyList<TrackReading> Read(IReadOnlyList<FeatureMatrix> tracks) => [.. Classify(tracks).Select(row => new TrackReading(row, []))];

    /// <summary>Everything that was learnt, by PyTorch-compatible names.</summary>
    IReadOnlyDictionary<string, TensorData> Weights();
}
