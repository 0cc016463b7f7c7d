using System.Globalization;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A trained model, ready to classify. Instances are thread-safe.</summary>
public sealed class GenreModel : IDisposable
{
    private readonly IClassifier _classifier;

    /// <summary>Creates a model from its card and classifier.</summary>
    public GenreModel(ModelCard card, IClassifier classifier)
    {
        Card = card;
        _classifier = classifier;
    }

    /// <summary>The model's description.</summary>
    public ModelCard Card { get; }

    /// <summary>
    /// Computes the probability of each genre, in the order of <see cref="ModelCard.Labels"/>. They sum to 1 and are calibrated if the card
    /// has a calibration.
    /// </summary>
    /// <param name="features">The recipe's features, <c>[rows, frames]</c>, with at least one frame.</param>
    /// <exception cref="ArgumentException">The number of rows is wrong, there are no frames, or a value is not finite.</exception>
    public float[] Classify(FeatureMatrix features) => Classify([features])[0];

    /// <summary>Computes the probabilities of several tracks, whose lengths may differ.</summary>
    /// <inheritdoc cref="Classify(FeatureMatrix)"/>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> batch) => [.. Answer(batch).Select(answer => answer.Probabilities)];

    /// <summary>Computes the probabilities, and whether they are certain and the track is familiar to the model.</summary>
    /// <inheritdoc cref="Classify(FeatureMatrix)"/>
    /// <example><code>
    /// using var model = new ModelRepository("models").Load("gtzan");
    /// var clip = AudioFile.Read("song.wav", model.Card.Recipe.Features.SampleRate);
    /// var answer = model.Answer(Feature.Compute(clip.Samples, model.Card.Recipe.Features)).About(clip.Sound);
    /// </code></example>
    public GenreAnswer Answer(FeatureMatrix features) => Answer([features])[0];

    /// <summary>Answers for several tracks, whose lengths may differ.</summary>
    /// <inheritdoc cref="Answer(FeatureMatrix)"/>
    public IReadOnlyList<GenreAnswer> Answer(IReadOnlyList<FeatureMatrix> batch)
    {
        foreach (var features in batch)
        {
            Check(features);
        }

        return [.. _classifier.Read(batch)
            .Zip(batch, (reading, features) => Judge(reading, features.Frames) with { Discriminants = reading.Discriminants })];
    }

    /// <summary>The learned parameters, by PyTorch-compatible names, as in <c>weights.safetensors</c>.</summary>
    public IReadOnlyDictionary<string, TensorData> Weights() => _classifier.Weights();

    /// <summary>Checks that the model can classify some features.</summary>
    /// <exception cref="ArgumentException">The number of rows is wrong, there are no frames, or a value is not finite; the message says
    /// where.</exception>
    public void Check(FeatureMatrix features) => FeatureCheck.ThrowIfUnusable(features, Card.Recipe.Features.Rows);

    private GenreAnswer Judge(TrackReading reading, int frames)
    {
        var probabilities = Card.Calibration?.Apply(reading.Probabilities) ?? reading.Probabilities;
        var uncertain = Card.Calibration?.IsUncertain(probabilities) ?? false;
        return Card.Familiarity is not { } familiarity || familiarity.Parts != reading.Distances.Length
            ? new GenreAnswer(probabilities, Verdict.Ok, null, uncertain)
            : familiarity.Strangeness(reading.Distances, frames) switch
            {
                null => new GenreAnswer(probabilities, Verdict.Ok, TooShort(frames, familiarity.Lengths[0].Frames), true),
                > 1 and var strangeness => new GenreAnswer(probabilities, Verdict.Unfamiliar, Unlike(strangeness), true),
                _ when familiarity.IsDoubtful(reading.Distances, frames) =>
                    new GenreAnswer(probabilities, Verdict.Ok, Doubtful(frames), true),
                _ => new GenreAnswer(probabilities, Verdict.Ok, null, uncertain),
            };
    }

    private static string Unlike(double strangeness) =>
        string.Create(CultureInfo.InvariantCulture,
            $"It is unlike anything the model has learnt: {strangeness:0.00} times as far from it as other music is at most.");

    private string Doubtful(int frames) => string.Create(
        CultureInfo.InvariantCulture,
            $"It is farther from what the model has learnt than most music is, and {Seconds(frames):0.0} s is too short to tell whether "
            + $"it is music.");

    private string TooShort(int frames, int least) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds(frames):0.0} s is too short to tell whether it is like what the model has learnt; {Seconds(least):0.0} s is needed.");

    private double Seconds(int frames) => (double)frames * Card.Recipe.Features.HopLength / Card.Recipe.Features.SampleRate;

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();
}
