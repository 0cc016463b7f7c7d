using Grpc.Core;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Features;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Signal;
using ExtractorClient = MicroGenre.Contracts.FeatureExtractor.FeatureExtractorClient;

namespace MicroGenre.Training.Tracks;

/// <summary>
/// Has the FeatureExtraction service take the features of tracks. It keeps them by the tracks' content, so that the next job has them at once. What it does not
/// answer, or is too large for it, is computed in this process.
/// </summary>
public sealed partial class RemoteTrackFeatures(ExtractorClient client, TimeProvider clock, ILogger<RemoteTrackFeatures> logger)
{
    private readonly Absence _absence = new(Absence.ServicePause, clock);

    /// <summary>A track's features.</summary>
    /// <exception cref="IOException">The service says that the track is no audio, or it cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FeatureMatrix Extract(AudioTrack track, FeatureSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(track);
        if (!_absence.MayTry())
        {
            return AudioLoader.Compute(track, settings);
        }

        try
        {
            // Tracks are read several at once, each on a thread of its own that has nothing else to do.
            var matrix = ExtractAsync(track, settings, cancellation).GetAwaiter().GetResult();
            if (_absence.Answered())
            {
                LogBack(logger);
            }

            return matrix;
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();
            if (e.StatusCode == StatusCode.InvalidArgument)
            {
                throw new IOException(e.Status.Detail, e);
            }

            // Of a track that is too large nothing follows for others.
            if (e.StatusCode != StatusCode.ResourceExhausted && _absence.Failed())
            {
                LogAway(logger, e.Status.Detail);
            }

            return AudioLoader.Compute(track, settings);
        }
    }

    private async Task<FeatureMatrix> ExtractAsync(AudioTrack track, FeatureSettings settings, CancellationToken cancellation)
    {
        await using var audio = File.OpenRead(track.Path);
        return (await client.ExtractAsync(track.Name, audio, settings, FeatureUpload.Patience, cancellation)).Features[0].Matrix;
    }

    [LoggerMessage(LogLevel.Warning, "FeatureExtraction does not give features; they are computed here until it does. ({Reason})")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "FeatureExtraction gives features again.")]
    private static partial void LogBack(ILogger logger);
}
