using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Computes features of tracks: in this process or by a service.</summary>
internal interface ITrackExtractor : IDisposable
{
    /// <summary>Computes the features of one track.</summary>
    Task<ExtractedFeatures> ExtractAsync(TrackArgument track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation);
}

/// <summary>The features of a track.</summary>
/// <param name="Source">What the audio was before it was decoded.</param>
/// <param name="SampleRate">The rate that the features were computed at, in Hz.</param>
/// <param name="Features">The features, in the order asked for.</param>
/// <param name="Damage">What of the audio is damaged, if anything.</param>
internal sealed record ExtractedFeatures(AudioInfo Source, int SampleRate, IReadOnlyList<FeatureMatrix> Features, AudioDamage? Damage)
{
    /// <summary>Whether the audio was converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;
}
