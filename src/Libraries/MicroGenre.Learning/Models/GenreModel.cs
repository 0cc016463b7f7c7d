using System.Globalization;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A trained model, ready to classify. Instances are thread-safe.</summary>
public sealed class GenreModel : IDisposable
{
    private readonly IClassifier _classifier;
    private readonly Lazy<GenreSpace?> _space;

    /// <summary>Creates a model from its card and classifier.</summary>
    public GenreModel(ModelCard card, IClassifier classifier)
        : this(card, classifier, () => classifier.Space)
    {
    }

    /// <summary>A model whose space is read when it is first asked for.</summary>
    internal GenreModel(ModelCard card, IClassifier classifier, Func<GenreSpace?> space)
    {
        Card = card;
        _classifier = classifier;
        _space = new Lazy<GenreSpace?>(space);
    }

    /// <summary>The model's description.</summary>
    public ModelCard Card { get; }

    /// <summary>The space that it can be taught new genres in; <see langword="null"/> for a model that cannot be taught.</summary>
    /// <exception cref="InvalidDataException">Its file is damaged.</exception>
    public GenreSpace? Space => _space.Value;

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
            .Zip(batch, (reading, features) => Judge(reading, features.Frames) with
            {
                Discriminants = reading.Discriminants,
                PartVectors = reading.PartVectors,
            })];
    }

    /// <summary>
    /// The answer, and why a genre is as probable as it is: which seconds, ranges of frequency and kinds of evidence say so.
    /// </summary>
    /// <param name="features">The features that the recipe names, <c>[rows, frames]</c>; any length of at least one frame.</param>
    /// <param name="genre">The label of the genre to explain; the most probable one unless told.</param>
    /// <exception cref="ArgumentException">Features that <see cref="Answer(FeatureMatrix)"/> refuses, or a genre that the model does not
    /// know or, having seen no track of it, never predicts.</exception>
    /// <example><code>
    /// static double Sum(GenreModel model, FeatureMatrix features) =>
    ///     model.Explain(features).Explanation is var why ? why.Bias + why.Contributions.Sum(part => part.Value) : 0;
    /// </code></example>
    public ExplainedAnswer Explain(FeatureMatrix features, string? genre = null)
    {
        Check(features);
        var traced = _classifier is IExactClassifier { IsExact: true } exact ? exact.Trace(features) : null;
        var reading = traced?.Reading ?? _classifier.Read([features])[0];
        var answer = Judge(reading, features.Frames) with { Discriminants = reading.Discriminants };
        var label = genre is null ? Scores.ArgMax(answer.Probabilities) : IndexOf(genre);
        if (answer.Probabilities[label] == 0 || reading.Probabilities[label] == 0)
        {
            throw new ArgumentException($"The model never predicts '{Card.Labels[label]}': there is nothing to explain.", nameof(genre));
        }

        var explanation = traced is null ? ExplainByOcclusion(features, label) : ExplainExactly(traced, features, label);
        return new ExplainedAnswer(answer, explanation with { Nearest = Card.Places?.NearestTo(reading.Discriminants, Card.Labels) ?? [] });
    }

    /// <summary>
    /// The genres that may be a track's, the most probable first: its own is among them as often as promised. None where the verdict is
    /// not <see cref="Verdict.Ok"/>.
    /// </summary>
    /// <param name="answer">What the model says of the track.</param>
    /// <param name="coverage">The share of tracks of each genre whose set holds it, above 0 and below 1.</param>
    /// <returns>Labels; <see langword="null"/> where the model's card says nothing of sets.</returns>
    public IReadOnlyList<string>? SetOf(GenreAnswer answer, double coverage = ConformalSets.DefaultCoverage) =>
        Card.Conformal is not { } conformal ? null
        : answer.Verdict != Verdict.Ok ? []
        : [.. conformal.SetOf(answer.Probabilities, coverage).Select(genre => Card.Labels[genre])];

    /// <summary>Refuses a model that makes no sets of genres.</summary>
    /// <exception cref="NoSetsException">Its card has no scores to make sets by.</exception>
    public void RequireSets()
    {
        if (Card.Conformal is null)
        {
            throw new NoSetsException(
                $"The model {Card.Name}/{Card.Version} makes no sets of genres: it was trained without tracks to learn that from. "
                + "'microgenre calibrate' adds it.");
        }
    }

    /// <summary>Everything that was learnt, by PyTorch-compatible names, as <c>weights.safetensors</c> has it.</summary>
    public IReadOnlyDictionary<string, TensorData> Weights() => _classifier.Weights();

    /// <summary>Checks that the model can classify some features.</summary>
    /// <exception cref="ArgumentException">The number of rows is wrong, there are no frames, or a value is not finite; the message says
    /// where.</exception>
    public void Check(FeatureMatrix features) => FeatureCheck.ThrowIfUnusable(features, Card.Recipe.Features.Rows);

    private int IndexOf(string genre) => GenreName.IndexOf(genre, Card.Labels) is >= 0 and var known ? known
        : throw new ArgumentException($"The model has no genre '{genre}'; {NearestNames.Describe(genre, Card.Labels)}.", nameof(genre));

    private Explanation ExplainExactly(TracedReading traced, FeatureMatrix features, int label)
    {
        var map = new EvidenceMap(features.Frames);
        var parts = traced.Explain(label, 1 / (Card.Calibration?.Temperature ?? 1), map);
        return new Explanation(
            Card.Labels[label], parts.Logit, parts.Bias, map.ToContributions(Card.Recipe.Features), ExplanationMethod.Exact);
    }

    private Explanation ExplainByOcclusion(FeatureMatrix features, int label)
    {
        var (parts, contributions) = Occlusion.Explain(
            features, Card.Recipe.Features, batch => Classify(batch).Select(probabilities => LogitOf(probabilities, label)));
        return new Explanation(Card.Labels[label], parts.Logit, parts.Bias, contributions, ExplanationMethod.Occlusion);
    }

    // Genres that get no chance at all have no logarithm.
    private static double LogitOf(float[] probabilities, int label)
    {
        double Logarithm(float probability) => Math.Log(Math.Max(probability, Calibration.SmallestProbability));
        return Logarithm(probabilities[label]) - probabilities.Average(Logarithm);
    }

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
