using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using MicroGenre.Client;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.FeatureExtraction.Extraction;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;
using MicroGenre.Signal;

namespace MicroGenre.FeatureExtraction;

/// <summary>Implements <c>microgenre.v1.FeatureExtractor</c>.</summary>
public sealed class FeatureExtractorService(CachingExtractor extractor, DataRoot root, BatchCall batches, FeatureExtractionOptions options)
    : Contracts.FeatureExtractor.FeatureExtractorBase
{
    /// <inheritdoc/>
    public override async Task<ExtractReply> Extract(ExtractRequest request, ServerCallContext context)
    {
        var settings = SettingsOf(request.Features);
        var features = await ExtractAsync(request, settings, context.CancellationToken);
        var bytes = features.Sum(feature => (long)feature.Value.Values.Length);
        if (bytes > Limits.UnaryFeatureBytes)
        {
            throw RpcErrors.ResourceExhausted(
                $"The features have {bytes} bytes, over the limit of {Limits.UnaryFeatureBytes} for one reply; ExtractBatch and "
                + $"ExtractUpload send them in chunks.");
        }

        var reply = new ExtractReply { Audio = features[0].Value.Audio };
        reply.Features.AddRange(features.Select((feature, i) => new FeatureValues
        {
            Header = HeaderOf(i, settings[i], feature),
            Data = UnsafeByteOperations.UnsafeWrap(feature.Value.Values),
        }));
        return reply;
    }

    /// <inheritdoc/>
    public override async Task ExtractUpload(
        IAsyncStreamReader<ExtractUploadRequest> requestStream, IServerStreamWriter<FeatureChunk> responseStream, ServerCallContext context)
    {
        var upload = new AudioUploadReader<ExtractUploadRequest, ExtractUploadHeader>(
            requestStream, message => message.Header, message => message.Data, options);
        var header = await upload.ReadHeaderAsync(context.CancellationToken);
        var settings = SettingsOf(header.Features);
        await using var audio = await upload.ReadAudioAsync(header.Upload, context.CancellationToken);
        await SendAsync(settings, await extractor.ExtractAsync(audio, settings, context.CancellationToken), responseStream,
            context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task Lookup(LookupRequest request, IServerStreamWriter<FeatureChunk> responseStream, ServerCallContext context)
    {
        if (request.Sha256.Length != SHA256.HashSizeInBytes)
        {
            throw RpcErrors.InvalidArgument(
                $"sha256: a SHA-256 has {SHA256.HashSizeInBytes} bytes, not {request.Sha256.Length}.");
        }

        var settings = SettingsOf(request.Features);
        if (await extractor.FindAsync(request.Sha256.ToByteArray(), settings, context.CancellationToken) is { } found)
        {
            await SendAsync(settings, found, responseStream, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task ExtractBatch(IAsyncStreamReader<ExtractBatchRequest> requestStream,
        IServerStreamWriter<ExtractBatchReply> responseStream, ServerCallContext context) =>
        batches.AnswerAsync(
            requestStream,
            responseStream,
            Environment.ProcessorCount,
            AnswerAsync,
            (item, error) => new ExtractBatchReply { Id = item.Id, Error = error },
            context.CancellationToken);

    private async Task<IEnumerable<ExtractBatchReply>> AnswerAsync(ExtractBatchRequest item, CancellationToken cancellation)
    {
        var request = item.Request ?? throw RpcErrors.InvalidArgument("request: missing.");
        var settings = SettingsOf(request.Features);
        var features = await ExtractAsync(request, settings, cancellation);
        return ChunksOf(settings, features)
            .Select(chunk => new ExtractBatchReply { Id = item.Id, Chunk = chunk })
            .Append(new ExtractBatchReply { Id = item.Id, End = new BatchItemEnd() });
    }

    private async Task<IReadOnlyList<CachedResult<CachedFeature>>> ExtractAsync(
        ExtractRequest request, IReadOnlyList<FeatureSettings> settings, CancellationToken cancellation)
    {
        await using var audio = await AudioInput.OpenAsync(request.Audio, root, cancellation);
        return await extractor.ExtractAsync(audio, settings, cancellation);
    }

    private static List<FeatureSettings> SettingsOf(RepeatedField<FeatureSpec> features) =>
        features.Count is > 0 and <= Limits.FeaturesPerRequest
            ? [.. features.Select(SettingsOf)]
            : throw RpcErrors.InvalidArgument($"features: a request must have 1 to {Limits.FeaturesPerRequest}, not {features.Count}.");

    private static FeatureSettings SettingsOf(FeatureSpec feature, int index)
    {
        try
        {
            return feature.ToSettings();
        }
        catch (ArgumentException e)
        {
            throw RpcErrors.InvalidArgument($"features[{index}]: {e.Message}");
        }
    }

    private static async Task SendAsync(
        List<FeatureSettings> settings, IReadOnlyList<CachedResult<CachedFeature>> features, IServerStreamWriter<FeatureChunk> stream,
            CancellationToken cancellation)
    {
        foreach (var chunk in ChunksOf(settings, features))
        {
            await stream.WriteAsync(chunk, cancellation);
        }
    }

    private static IEnumerable<FeatureChunk> ChunksOf(
        List<FeatureSettings> settings, IReadOnlyList<CachedResult<CachedFeature>> features) =>
        features
            .SelectMany((feature, i) => FeatureChunks.Split(HeaderOf(i, settings[i], feature), feature.Value.Values))
            .Prepend(new FeatureChunk { Audio = features[0].Value.Audio });

    private static FeatureHeader HeaderOf(int index, FeatureSettings settings, CachedResult<CachedFeature> feature) => new()
    {
        Index = (uint)index,
        Feature = settings.Feature,
        Settings = settings.CanonicalJson(),
        Rows = feature.Value.Rows,
        Frames = feature.Value.Frames,
        CacheHit = feature.CacheHit,
        Timing = feature.Timing,
    };
}
