using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A trained classifier that turns features into genre probabilities. Implementations are thread-safe.</summary>
public interface IClassifier : IDisposable
{
    /// <summary>Computes the probabilities of each track, in the order of the labels; each row sums to 1.</summary>
    /// <param name="tracks">The features of each track, <c>[rows, frames]</c>, with at least one frame.</param>
    float[][] Classify(IReadOnlyList<FeatureMatrix> tracks);

    /// <summary>Computes the probabilities of each track and its distance from the training data.</summary>
    /// <inheritdoc cref="Classify"/>
    IReadOnlyList<TrackReading> Read(IReadOnlyList<FeatureMatrix> tracks) => [.. Classify(tracks).Select(row => new TrackReading(row, []))];

    /// <summary>
    /// The space that new genres are taught in, where this was just trained and can be taught: linear discriminants, alone or as a
    /// geometric mean. What is loaded has it in a file of its own.
    /// </summary>
    GenreSpace? Space => null;

    /// <summary>The learned parameters, by PyTorch-compatible names.</summary>
    IReadOnlyDictionary<string, TensorData> Weights();
}
