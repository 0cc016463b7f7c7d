using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Features;

/// <summary>A feature of a track.</summary>
/// <param name="Matrix">The values.</param>
/// <param name="Audio">The description of the audio and its processing.</param>
/// <param name="CacheHit">Whether it came from a cache.</param>
public sealed record TrackFeature(FeatureMatrix Matrix, AudioDescription Audio, bool CacheHit);

/// <summary>A source of features.</summary>
public interface IFeatureSource
{
    /// <summary>Returns a feature of a track given by path or inline.</summary>
    /// <exception cref="Grpc.Core.RpcException">The audio is missing, not found, not allowed or cannot be decoded.</exception>
    Task<TrackFeature> ExtractAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation);

    /// <summary>Returns a feature of an uploaded track.</summary>
    /// <exception cref="Grpc.Core.RpcException">The audio cannot be decoded.</exception>
    Task<TrackFeature> ExtractAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation);
}
