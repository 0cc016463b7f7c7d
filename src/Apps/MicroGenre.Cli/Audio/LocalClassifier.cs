using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Classifies tracks in this process.</summary>
internal sealed class LocalClassifier(GenreModel model) : ITrackClassifier
{
    public Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var settings = model.Card.Recipe.Features;
        var clip = AudioFile.Read(audio, settings.SampleRate);
        var probabilities = model.Classify(Feature.Compute(clip.Samples, settings));
        var genres = model.Card.Labels.Zip(probabilities, (label, probability) => new GenreProbability(label, probability));
        var note = clip.Resampled ? $"resampled from {clip.Source.SampleRate} Hz to {clip.SampleRate} Hz" : null;
        return Task.FromResult(new Classification(name, $"{model.Card.Name}/{model.Card.Version}", Classification.Sort(genres), note));
    }

    public void Dispose() => model.Dispose();
}
