using Grpc.Core;
using MicroGenre.DataSets;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Features;
using MicroGenre.Signal;

namespace MicroGenre.Training.Tracks;

/// <summary>
/// Features of tracks from the FeatureExtraction service. It keeps them by the tracks' content, so that the next job has them at once.
/// </summary>
public sealed class ServedTrackFeatures(IFeatureSource source)
{
    /// <summary>A track's features.</summary>
    /// <exception cref="IOException">The service says that the track is no audio, or it cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FeatureMatrix Extract(AudioTrack track, FeatureSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(track);
        try
        {
            // Tracks are read several at once, each on a thread of its own that has nothing else to do.
            return ExtractAsync(track, settings, cancellation).GetAwaiter().GetResult();
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();

            // What is too large for a service is not for a training.
            return e.StatusCode == StatusCode.InvalidArgument ? throw new IOException(e.Status.Detail, e)
                : AudioLoader.Compute(track, settings);
        }
    }

    private async Task<FeatureMatrix> ExtractAsync(AudioTrack track, FeatureSettings settings, CancellationToken cancellation)
    {
        await using var audio = await AudioInput.OfFileAsync(track.Path, track.Name, cancellation);
        return (await source.ExtractAsync(audio, settings, cancellation)).Matrix;
    }
}
