using System.Diagnostics.Metrics;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.FeatureExtraction.Tests;

/// <summary>A FeatureExtraction service with a data root of its own.</summary>
public sealed class ExtractorHost : IAsyncDisposable
{
    private readonly ServiceHost _host;
    private readonly MeterListener _listener = new();
    private long _hits;
    private long _misses;

    private ExtractorHost(ServiceHost host, TemporaryFolder data)
    {
        _host = host;
        Data = data;
        Client = new Contracts.FeatureExtractor.FeatureExtractorClient(host.Channel);
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (string.Equals(instrument.Meter.Name, CacheMetrics.MeterName, StringComparison.Ordinal) && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name.EndsWith("hits", StringComparison.Ordinal) ? ref _hits : ref _misses, value));
        _listener.Start();
    }

    public TemporaryFolder Data { get; }

    public Contracts.FeatureExtractor.FeatureExtractorClient Client { get; }

    public LogRecorder Log => _host.Log;

    public long Hits => Interlocked.Read(ref _hits);

    public long Misses => Interlocked.Read(ref _misses);

    public static FeatureSpec Mel { get; } = new() { Feature = "mel" };

    public static async Task<ExtractorHost> StartAsync(string? redis = null, params (string Key, string Value)[] settings)
    {
        var data = new TemporaryFolder();
        var configuration = settings.ToDictionary(
            setting => "FeatureExtraction:" + setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal);
        configuration[DataRoot.Setting] = data.Path;
        configuration["ConnectionStrings:cache"] = redis;
        return new ExtractorHost(
            await ServiceHost.StartAsync(
                builder => builder.AddFeatureExtraction(), app => app.MapGrpcService<FeatureExtractorService>(), configuration), data);
    }

    public async Task<ExtractReply> ExtractAsync(AudioSource audio, params FeatureSpec[] features)
    {
        var request = new ExtractRequest { Audio = audio };
        request.Features.AddRange(features.Length > 0 ? features : [Mel]);
        return await Client.ExtractAsync(request);
    }

    public Task<ExtractReply> ExtractAsync(byte[] audio, params FeatureSpec[] features) =>
        ExtractAsync(new AudioSource { Content = ByteString.CopyFrom(audio) }, features);

    public async Task<ExtractReply> ExtractFileAsync(string path, byte[] audio)
    {
        await File.WriteAllBytesAsync(Data[path], audio);
        return await ExtractAsync(new AudioSource { Path = path });
    }

    /// <summary>Uploads by messages as given.</summary>
    public async Task<ReceivedFeatures> UploadAsync(params ExtractUploadRequest[] messages)
    {
        using var call = Client.ExtractUpload();
        try
        {
            foreach (var message in messages)
            {
                await call.RequestStream.WriteAsync(message);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The service has refused before it had read all; reading says why.
        }

        return await FeatureChunks.ReadAsync(call.ResponseStream);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _host.DisposeAsync();
        Data.Dispose();
    }
}
