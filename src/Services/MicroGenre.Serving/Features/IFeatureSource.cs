using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Features;

/// <summary>A track's feature.</summary>
/// <param name="Matrix">The values.</param>
/// <param name="Audio">What the audio was and what was done to it.</param>
/// <param name="CacheHit">Whether it came from a cache.</param>
public sealed record TrackFeature(FeatureMatrix Matrix, AudioDescription Audio, bool CacheHit);

/// <summary>Where features come from.</summary>
public interface IFeatureSource
{
    /// <summary>The feature of a track given by path or inline.</summary>
    /// <exception cref="Grpc.Core.RpcException">The audio is missing, not there, not allowed or none.</exception>
    Task<TrackFeature> ExtractAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation);

    /// <summary>The feature of a track that has been uploaded.</summary>
    /// <exception cref="Grpc.Core.RpcException">The audio is none.</exception>
    Task<TrackFeature> ExtractAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation);
}
