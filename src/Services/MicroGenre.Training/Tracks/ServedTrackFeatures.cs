using Grpc.Core;
using MicroGenre.DataSets;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Features;
using MicroGenre.Signal;

namespace MicroGenre.Training.Tracks;

/// <summary>
/// Gets features of tracks from the FeatureExtraction service, which caches them by the tracks' content for the next job.
/// </summary>
public sealed class ServedTrackFeatures(IFeatureSource source)
{
    /// <summary>Returns the features of a track.</summary>
    /// <exception cref="IOException">The track is not audio, or cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public FeatureMatrix Extract(AudioTrack track, FeatureSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(track);
        try
        {
            // Tracks are read in parallel, each on a thread that has nothing else to do.
            return ExtractAsync(track, settings, cancellation).GetAwaiter().GetResult();
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();

            // A track that is too large for the service is not too large for a training.
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
