using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A trained model, ready to classify. It may be used from several threads at once.</summary>
public sealed class GenreModel : IDisposable
{
    private readonly IClassifier _classifier;

    /// <summary>A model with its card.</summary>
    public GenreModel(ModelCard card, IClassifier classifier)
    {
        Card = card;
        _classifier = classifier;
    }

    /// <summary>What the model is.</summary>
    public ModelCard Card { get; }

    /// <summary>The probability of each genre, in the order of <see cref="ModelCard.Labels"/>; they sum to 1. They are calibrated if the card says how.</summary>
    /// <param name="features">The features that the recipe names, <c>[rows, frames]</c>; any length of at least one frame.</param>
    /// <exception cref="ArgumentException">The wrong number of rows, no frame, or a value that is not a number.</exception>
    public float[] Classify(FeatureMatrix features) => Classify([features])[0];

    /// <summary>The probabilities of several tracks, which need not be equally long.</summary>
    /// <inheritdoc cref="Classify(FeatureMatrix)"/>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> batch)
    {
        foreach (var features in batch)
        {
            Check(features);
        }

        var probabilities = _classifier.Classify(batch);
        return Card.Calibration is { } calibration ? Array.ConvertAll(probabilities, calibration.Apply) : probabilities;
    }

    /// <summary>Refuses features that the model cannot classify.</summary>
    /// <exception cref="ArgumentException">The wrong number of rows, no frame, or a value that is not a number; the message says where.</exception>
    public void Check(FeatureMatrix features) => FeatureCheck.ThrowIfUnusable(features, Card.Recipe.Features.Rows);

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();
}
