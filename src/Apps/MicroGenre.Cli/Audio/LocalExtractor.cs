using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Computes features in this process.</summary>
internal sealed class LocalExtractor : ITrackExtractor
{
    public async Task<ExtractedFeatures> ExtractAsync(
        TrackArgument track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation)
    {
        await using var audio = await SeekableAudio.OfAsync(track.Open(), cancellation);
        var rate = features[0].SampleRate;
        AudioReader? reader = null;
        var matrices = FeatureExtractor.Extract(Open, features, cancellation);
        return new ExtractedFeatures(reader!.Source, rate, matrices, reader.Damage);

        AudioReader Open()
        {
            // Opened by name, so that decoders that need a file do not make a copy.
            audio.Position = 0;
            return reader = track.IsFile ? AudioFile.Open(track.FilePath, rate) : AudioFile.Open(audio, rate);
        }
    }

    public void Dispose()
    {
    }
}
