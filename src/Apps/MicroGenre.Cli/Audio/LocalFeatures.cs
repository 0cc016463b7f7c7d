using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Computes features in this process.</summary>
internal sealed class LocalFeatures : IFeatureSource
{
    public async Task<ExtractedFeatures> ExtractAsync(TrackArgument track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation)
    {
        await using var audio = await SeekableAudio.OfAsync(track.Open(), cancellation);
        var rate = features[0].SampleRate;
        AudioInfo? source = null;
        var matrices = FeatureExtractor.Extract(Open, features, cancellation);
        return new ExtractedFeatures(source!, rate, matrices);

        AudioReader Open()
        {
            // A file by its name: decoders that want a file are spared a copy.
            audio.Position = 0;
            var reader = track.IsFile ? AudioFile.Open(track.Name, rate) : AudioFile.Open(audio, rate);
            source = reader.Source;
            return reader;
        }
    }

    public void Dispose()
    {
    }
}
