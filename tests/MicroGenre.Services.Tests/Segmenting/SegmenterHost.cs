using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;

namespace MicroGenre.Segmenting.Tests;

/// <summary>A Segmenting service with a data root of its own.</summary>
public sealed class SegmenterHost : IAsyncDisposable
{
    private readonly ServiceHost _host;

    private SegmenterHost(ServiceHost host, TemporaryFolder data)
    {
        _host = host;
        Data = data;
        Client = new TrackSegmenter.TrackSegmenterClient(host.Channel);
    }

    public TemporaryFolder Data { get; }

    public TrackSegmenter.TrackSegmenterClient Client { get; }

    public LogRecorder Log => _host.Log;

    public static async Task<SegmenterHost> StartAsync(string? redis = null, params (string Key, string Value)[] settings)
    {
        var data = new TemporaryFolder();
        var configuration = settings.ToDictionary(
            setting => "Segmenting:" + setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal);
        configuration[DataRoot.Setting] = data.Path;
        configuration["ConnectionStrings:cache"] = redis;
        return new SegmenterHost(
            await ServiceHost.StartAsync(
                builder => builder.AddSegmenting(), app => app.MapGrpcService<TrackSegmenterService>(), configuration), data);
    }

    /// <summary>All that the service says of a track.</summary>
    public async Task<IReadOnlyList<SegmentReply>> SegmentAsync(AudioSource audio, SegmentOptions? options = null)
    {
        using var call = Client.Segment(new SegmentRequest { Audio = audio, Options = options });
        return await ReadAsync(call.ResponseStream);
    }

    /// <summary>The result for a track.</summary>
    public async Task<SegmentResult> ResultAsync(byte[] audio, SegmentOptions? options = null) =>
        (await SegmentAsync(new AudioSource { Content = ByteString.CopyFrom(audio) }, options))[^1].Result;

    /// <summary>All that the service says of an upload.</summary>
    public async Task<IReadOnlyList<SegmentReply>> UploadAsync(byte[] audio, SegmentOptions? options = null)
    {
        using var call = Client.SegmentUpload();
        var sending = AudioUpload.SendAsync(
            call.RequestStream, new SegmentUploadHeader { Upload = new UploadHeader { Name = "upload.wav" }, Options = options },
                new MemoryStream(audio));
        var replies = await ReadAsync(call.ResponseStream);
        await sending;
        return replies;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Data.Dispose();
    }

    private static async Task<IReadOnlyList<SegmentReply>> ReadAsync(IAsyncStreamReader<SegmentReply> stream)
    {
        var replies = new List<SegmentReply>();
        await foreach (var reply in stream.ReadAllAsync())
        {
            replies.Add(reply);
        }

        return replies;
    }
}
