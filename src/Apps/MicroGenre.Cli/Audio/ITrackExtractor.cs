using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Computes features of tracks in this process or through a service.</summary>
internal interface ITrackExtractor : IDisposable
{
    /// <summary>Computes the features of one track.</summary>
    Task<ExtractedFeatures> ExtractAsync(TrackArgument track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation);
}

/// <summary>The features of a track.</summary>
/// <param name="Source">The audio's properties before decoding.</param>
/// <param name="SampleRate">The sample rate of the features, in Hz.</param>
/// <param name="Features">The features, in the order of the settings.</param>
/// <param name="Damage">The damage in the audio, if any.</param>
internal sealed record ExtractedFeatures(AudioInfo Source, int SampleRate, IReadOnlyList<FeatureMatrix> Features, AudioDamage? Damage)
{
    /// <summary>Whether the audio was converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;
}
