using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Classifies tracks in this process.</summary>
/// <param name="model">The model.</param>
/// <param name="excerpt">What of each track to classify; of several parts, the mean of their probabilities counts.</param>
internal sealed class LocalClassifier(GenreModel model, ExcerptKind excerpt) : ITrackClassifier
{
    public Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var settings = model.Card.Recipe.Features;
        var clip = AudioFile.Read(audio, settings.SampleRate);
        var answer = Answer(excerpt.Cut(clip.Samples, clip.SampleRate), clip, settings);
        var genres = model.Card.Labels.Zip(answer.Probabilities, (label, probability) => new GenreProbability(label, probability));
        var note = clip.Resampled ? $"resampled from {clip.Source.SampleRate} Hz to {clip.SampleRate} Hz" : null;
        return Task.FromResult(new Classification(
            name, $"{model.Card.Name}/{model.Card.Version}", Classification.Sort(genres), answer.Uncertain, answer.Verdict, answer.Reason, note, clip.Damage));
    }

    private GenreAnswer Answer(IReadOnlyList<float[]> parts, AudioClip clip, FeatureSettings settings)
    {
        var answers = model.Answer([.. parts.Select(part => Feature.Compute(part, settings))]);
        if (answers is [var only])
        {
            return only.About(clip.Sound);
        }

        // Parts that vote are too short to tell what they are like: the whole tells.
        float[] probabilities = [.. model.Card.Labels.Select((_, genre) => answers.Average(answer => answer.Probabilities[genre]))];
        var whole = model.Answer(Feature.Compute(clip.Samples, settings)).About(clip.Sound);
        var uncertain = whole.Reason is not null || (model.Card.Calibration?.IsUncertain(probabilities) ?? false);
        return whole with { Probabilities = probabilities, Uncertain = uncertain };
    }

    public void Dispose() => model.Dispose();
}
