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
        var genres = model.Card.Labels.Select((label, genre) => new GenreProbability(label, votes.Average(vote => vote[genre])));
        var note = clip.Resampled ? $"resampled from {clip.Source.SampleRate} Hz to {clip.SampleRate} Hz" : null;
        return Task.FromResult(new Classification(name, $"{model.Card.Name}/{model.Card.Version}", Classification.Sort(genres), note));
    }

    public void Dispose() => model.Dispose();
}
