using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Reads the tracks that a genre is taught by.</summary>
/// <param name="model">The model to teach.</param>
internal sealed class ExampleReader(GenreModel model)
{
    /// <exception cref="TrackException">The track holds too little sound.</exception>
    public async Task<Example> ReadAsync(string name, Stream audio, CancellationToken cancellation)
    {
        var settings = model.Card.Recipe.Features;
        await using var seekable = await SeekableAudio.OfAsync(audio, cancellation);
        AudioReader? reader = null;
        var features = FeatureExtractor.Extract(Open, [settings], cancellation)[0];
        try
        {
            return Example.Of(name, model, model.Answer(features).About(reader!.Sound));
        }
        catch (TeachingException exception)
        {
            throw new TrackException(exception.Message, exception);
        }

        AudioReader Open()
        {
            seekable.Position = 0;
            return reader = AudioFile.Open(seekable, settings.SampleRate);
        }
    }
}
