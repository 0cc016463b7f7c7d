using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Computes features of tracks: in this process or by a service.</summary>
internal interface IFeatureSource : IDisposable
{
    /// <summary>Computes the features of one track, in the order asked for.</summary>
    Task<IReadOnlyList<FeatureMatrix>> ExtractAsync(AudioInput track, IReadOnlyList<FeatureSettings> features, CancellationToken cancellation);
}
