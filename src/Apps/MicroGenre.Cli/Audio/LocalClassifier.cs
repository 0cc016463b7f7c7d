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
        var votes = excerpt.Cut(clip.Samples, clip.SampleRate).Select(part => model.Classify(Feature.Compute(part, settings))).ToArray();
        float[] probabilities = [.. model.Card.Labels.Select((_, genre) => votes.Average(vote => vote[genre]))];
        var genres = model.Card.Labels.Zip(probabilities, (label, probability) => new GenreProbability(label, probability));
        var uncertain = model.Card.Calibration?.IsUncertain(probabilities) ?? false;
        var note = clip.Resampled ? $"resampled from {clip.Source.SampleRate} Hz to {clip.SampleRate} Hz" : null;
        return Task.FromResult(new Classification(name, $"{model.Card.Name}/{model.Card.Version}", Classification.Sort(genres), uncertain, note));
    }

    public void Dispose() => model.Dispose();
}
