using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Computes features in this process.</summary>
internal sealed class LocalFeatures : IFeatureSource
{
    public Task<IReadOnlyList<FeatureMatrix>> ExtractAsync(AudioInput track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation)
    {
        var rate = features[0].SampleRate;
        if (!track.IsFile)
        {
            using var audio = track.Open();
            return Task.FromResult(FeatureExtractor.Extract(AudioFile.Read(audio, rate).Samples, features));
        }

        return Task.FromResult(FeatureExtractor.Extract(Open, features, cancellation));

        AudioReader Open()
        {
            track.Open().Dispose();
            return AudioFile.Open(track.Name, rate);
        }
    }

    public void Dispose()
    {
    }
}
