using Grpc.Core;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Data;
using MicroGenre.Signal;
using Microsoft.Extensions.Logging;
using ExtractorClient = MicroGenre.Contracts.FeatureExtractor.FeatureExtractorClient;

namespace MicroGenre.Serving.Features;

/// <summary>
/// Gets features from the FeatureExtraction service and its cache. Local tracks are looked up by hash first and sent only if their feature
/// is not cached. If the service is unavailable or too slow, features are computed in this process.
/// </summary>
/// <param name="client">The client of the service.</param>
/// <param name="local">Computes features in this process.</param>
/// <param name="root">The data root that paths in requests are confined to.</param>
/// <param name="patience">Maximum time that the service may take per track.</param>
/// <param name="clock">The clock for pauses after a failure.</param>
/// <param name="logger">Logs when the service becomes unavailable and when it is back, once each.</param>
public sealed partial class RemoteFeatures(
    ExtractorClient client, LocalFeatures local, DataRoot root, TimeSpan patience, TimeProvider clock, ILogger<RemoteFeatures> logger)
    : IFeatureSource
{
    private readonly CircuitBreaker _breaker = new(CircuitBreaker.ServicePause, clock);

    /// <inheritdoc/>
    public async Task<TrackFeature> ExtractAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation)
    {
        if (audio is not { SourceCase: AudioSource.SourceOneofCase.Content })
        {
            return await WithFallbackAsync(
                () => AskAsync(audio, settings, cancellation), () => local.ExtractAsync(audio, settings, cancellation), cancellation);
        }

        await using var input = await AudioInput.OpenAsync(audio, root, cancellation);
        return await ExtractAsync(input, settings, cancellation);
    }

    /// <inheritdoc/>
    public Task<TrackFeature> ExtractAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation) =>
        WithFallbackAsync(() => FindOrUploadAsync(audio, settings, cancellation), () =>
            local.ExtractAsync(audio, settings, cancellation), cancellation);

    private static TrackFeature FeatureOf(ReceivedFeatures received) =>
        new(received.Features[0].Matrix, received.Audio, received.Features[0].Header.CacheHit);

    private async Task<TrackFeature> WithFallbackAsync(
        Func<Task<TrackFeature>> ask, Func<Task<TrackFeature>> compute, CancellationToken cancellation)
    {
        if (!_breaker.MayTry())
        {
            return await compute();
        }

        try
        {
            var feature = await ask();
            if (_breaker.Answered())
            {
                LogBack(logger);
            }

            return feature;
        }
        catch (RpcException e) when (
            e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !cancellation.IsCancellationRequested)
        {
            if (_breaker.Failed())
            {
                LogAway(logger, e.Status.Detail);
            }

            return await compute();
        }
    }

    // A batch of one: its answer is streamed, so that a feature may have any length.
    private async Task<TrackFeature> AskAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation)
    {
        var request = new ExtractRequest { Audio = audio };
        request.Features.Add(settings.ToSpec());
        using var call = client.ExtractBatch(deadline: DateTime.UtcNow + patience, cancellationToken: cancellation);
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

    private async Task<TrackFeature> FindOrUploadAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation) =>
        FeatureOf(await client.FindAsync(audio.Sha256, settings, patience, cancellation)
            ?? await UploadAsync(audio, settings, cancellation));

    private Task<ReceivedFeatures> UploadAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation)
    {
        audio.Content.Position = 0;
        var upload = new UploadHeader { Name = audio.Name, Length = (ulong)audio.Content.Length };
        return client.ExtractAsync(upload, audio.Content, [settings], patience, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "FeatureExtraction does not answer; features are computed here until it does. ({Reason})")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "FeatureExtraction answers again.")]
    private static partial void LogBack(ILogger logger);
}
