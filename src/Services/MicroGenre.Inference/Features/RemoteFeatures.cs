using Grpc.Core;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Signal;
using ExtractorClient = MicroGenre.Contracts.FeatureExtractor.FeatureExtractorClient;

namespace MicroGenre.Inference.Features;

/// <summary>Asks the FeatureExtraction service, which keeps what it computes. While it is away, or where it takes too long, features are computed in this process.</summary>
public sealed partial class RemoteFeatures(ExtractorClient client, LocalFeatures local, InferenceOptions options, TimeProvider clock, ILogger<RemoteFeatures> logger)
    : IFeatureSource
{
    private readonly Absence _absence = new(Absence.ServicePause, clock);

    /// <inheritdoc/>
    public Task<TrackFeature> ExtractAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation) =>
        WithFallbackAsync(() => AskAsync(audio, settings, cancellation), () => local.ExtractAsync(audio, settings, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<TrackFeature> ExtractAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation) =>
        WithFallbackAsync(() => UploadAsync(audio, settings, cancellation), () => local.ExtractAsync(audio, settings, cancellation), cancellation);

    private static TrackFeature FeatureOf(ReceivedFeatures received) => new(received.Features[0].Matrix, received.Audio, received.Features[0].Header.CacheHit);

    private async Task<TrackFeature> WithFallbackAsync(Func<Task<TrackFeature>> ask, Func<Task<TrackFeature>> compute, CancellationToken cancellation)
    {
        if (!_absence.MayTry())
        {
            return await compute();
        }

        try
        {
            var feature = await ask();
            if (_absence.Answered())
            {
                LogBack(logger);
            }

            return feature;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !cancellation.IsCancellationRequested)
        {
            if (_absence.Failed())
            {
                LogAway(logger, e.Status.Detail);
            }

            return await compute();
        }
    }

    // A batch of one: its answer comes in chunks, so that a feature may have any length.
    private async Task<TrackFeature> AskAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation)
    {
        var request = new ExtractRequest { Audio = audio };
        request.Features.Add(settings.ToSpec());
        using var call = client.ExtractBatch(deadline: DateTime.UtcNow + options.FeaturePatience, cancellationToken: cancellation);
        await call.RequestStream.WriteAsync(new ExtractBatchRequest { Request = request }, cancellation);
        await call.RequestStream.CompleteAsync();
        var assembly = new FeatureAssembly();
        await foreach (var reply in call.ResponseStream.ReadAllAsync(cancellation))
        {
            switch (reply.PartCase)
            {
                case ExtractBatchReply.PartOneofCase.Chunk:
                    assembly.Add(reply.Chunk);
                    break;
                case ExtractBatchReply.PartOneofCase.Error:
                    throw new RpcException(new Status((StatusCode)reply.Error.Code, reply.Error.Message));
            }
        }

        return FeatureOf(assembly.Complete());
    }

    private async Task<TrackFeature> UploadAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation) =>
        FeatureOf(await client.ExtractAsync(audio.Name, audio.Content, settings, options.FeaturePatience, cancellation));

    [LoggerMessage(LogLevel.Warning, "FeatureExtraction does not answer; features are computed here until it does. ({Reason})")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "FeatureExtraction answers again.")]
    private static partial void LogBack(ILogger logger);
}
