using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.FeatureExtraction;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Serving.Features;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Inference.Tests;

public sealed class FeatureSourceTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Low = ToyGenres.Track("low");

    private readonly TemporaryFolder _data = new();
    private ServiceHost _extraction = null!;
    private InferenceHost _inference = null!;

    public async Task InitializeAsync()
    {
        _extraction = await ServiceHost.StartAsync(
            builder => builder.AddFeatureExtraction(),
            app => app.MapGrpcService<FeatureExtractorService>(),
            new Dictionary<string, string?>(StringComparer.Ordinal) { [DataRoot.Setting] = _data.Path });
        _inference = await InferenceHost.StartAsync(
            settings: [("services:feature-extraction:grpc:0", _extraction.Address), (DataRoot.Setting, _data.Path)]);
        await File.WriteAllBytesAsync(_data["low.wav"], Low);
    }

    public async Task DisposeAsync()
    {
        await _inference.DisposeAsync();
        await _extraction.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Spectrograms_come_from_the_cache_of_the_service_by_content()
    {
        var first = await _inference.ClassifyAsync(new AudioSource { Path = "low.wav" });
        var upload = await _inference.UploadAsync(Low);
        var inline = await _inference.ClassifyAsync(Low);
        Assert.Equal([false, true, true], new[] { first.CacheHit, upload.CacheHit, inline.CacheHit });
        Assert.Equal(first.Prediction, upload.Prediction);
        Assert.Equal(first.Prediction, inline.Prediction);
        Assert.Equal(first.Audio, upload.Audio);
    }

    [Fact]
    public async Task The_services_refusals_reach_the_caller()
    {
        Assert.Contains("upload.wav", await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => _inference.UploadAsync("no audio"u8.ToArray())), StringComparison.Ordinal);
        await Calls.RefusedAsync(StatusCode.NotFound, () => _inference.ClassifyAsync(new AudioSource { Path = "none.wav" }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _inference.ClassifyAsync(new AudioSource { Path = "../out.wav" }));
    }

    [Fact]
    public async Task While_the_service_is_away_features_are_computed_here()
    {
        var there = await _inference.ClassifyAsync(Low);
        await _extraction.DisposeAsync();
        foreach (var reply in new[] { await _inference.ClassifyAsync(Low), await _inference.UploadAsync(Low),
            await _inference.ClassifyAsync(new AudioSource { Path = "low.wav" }) })
        {
            Assert.Equal(there.Prediction, reply.Prediction);
            Assert.Equal(there.Audio, reply.Audio);
        }

        Assert.Single(_inference.Log.Complaints);
    }

    [Fact]
    public async Task Where_the_service_takes_calls_and_never_answers_features_are_computed_here()
    {
        await using var silent = await ServiceHost.StartAsync(
            builder => builder.AddFeatureExtraction(), app =>
                app.MapGrpcService<SilentExtractor>(), new Dictionary<string, string?>(StringComparer.Ordinal));
        await using var inference = await InferenceHost.StartAsync(
            settings: [("services:feature-extraction:grpc:0", silent.Address), (DataRoot.Setting, _data.Path),
                ("Inference:FeaturePatience", "00:00:00.5")]);

        Assert.Equal((await _inference.ClassifyAsync(Low)).Prediction,
            (await inference.ClassifyAsync(new AudioSource { Path = "low.wav" })).Prediction);
        Assert.Single(inference.Log.Lines(LogLevel.Warning), line => line.Contains(nameof(RemoteFeatures), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_track_whose_features_are_cached_is_not_sent_again()
    {
        var counting = new CountingExtractor(new FeatureExtractor.FeatureExtractorClient(_extraction.Channel));
        await using var counted = await ServiceHost.StartAsync(
            builder => builder.Services.AddSingleton(counting), app =>
                app.MapGrpcService<CountingExtractor>(), new Dictionary<string, string?>(StringComparer.Ordinal));
        await using var inference = await InferenceHost.StartAsync(settings: ("services:feature-extraction:grpc:0", counted.Address));

        var replies = new[] { await inference.UploadAsync(Low), await inference.UploadAsync(Low), await inference.ClassifyAsync(Low) };

        Assert.Equal([false, true, true], replies.Select(reply => reply.CacheHit));
        Assert.All(replies, reply => Assert.Equal(replies[0].Prediction, reply.Prediction));
        Assert.Equal((3, 1), (counting.Lookups, counting.Uploads));
    }

    [Fact]
    public async Task A_service_that_cannot_be_asked_by_content_is_sent_the_track()
    {
        var older = new OlderExtractor(new FeatureExtractor.FeatureExtractorClient(_extraction.Channel));
        await using var host = await ServiceHost.StartAsync(
            builder => builder.Services.AddSingleton(older), app =>
                app.MapGrpcService<OlderExtractor>(), new Dictionary<string, string?>(StringComparer.Ordinal));
        await using var inference = await InferenceHost.StartAsync(settings: ("services:feature-extraction:grpc:0", host.Address));

        Assert.Equal(
            [false, true], new[] { await inference.UploadAsync(Low), await inference.UploadAsync(Low) }.Select(reply => reply.CacheHit));
        Assert.Equal(2, older.Uploads);
        Assert.Empty(inference.Log.Complaints);
    }

    /// <summary>Passes uploads on, and counts them.</summary>
    private class OlderExtractor(FeatureExtractor.FeatureExtractorClient client) : FeatureExtractor.FeatureExtractorBase
    {
        private int _uploads;

        public int Uploads => _uploads;

        public override async Task ExtractUpload(IAsyncStreamReader<ExtractUploadRequest> requestStream,
            IServerStreamWriter<FeatureChunk> responseStream, ServerCallContext context)
        {
            Interlocked.Increment(ref _uploads);
            using var call = client.ExtractUpload(cancellationToken: context.CancellationToken);
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await call.RequestStream.WriteAsync(request, context.CancellationToken);
            }

            await call.RequestStream.CompleteAsync();
            await foreach (var chunk in call.ResponseStream.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(chunk, context.CancellationToken);
            }
        }
    }

    private sealed class CountingExtractor(FeatureExtractor.FeatureExtractorClient client) : OlderExtractor(client)
    {
        private readonly FeatureExtractor.FeatureExtractorClient _client = client;
        private int _lookups;

        public int Lookups => _lookups;

        public override async Task Lookup(
            LookupRequest request, IServerStreamWriter<FeatureChunk> responseStream, ServerCallContext context)
        {
            Interlocked.Increment(ref _lookups);
            using var call = _client.Lookup(request, cancellationToken: context.CancellationToken);
            await foreach (var chunk in call.ResponseStream.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(chunk, context.CancellationToken);
            }
        }
    }

    private sealed class SilentExtractor : FeatureExtractor.FeatureExtractorBase
    {
        public override Task ExtractBatch(IAsyncStreamReader<ExtractBatchRequest> requestStream,
            IServerStreamWriter<ExtractBatchReply> responseStream, ServerCallContext context) =>
            Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
