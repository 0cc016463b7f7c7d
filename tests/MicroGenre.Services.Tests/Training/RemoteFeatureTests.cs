using System.Diagnostics.Metrics;
using MicroGenre.FeatureExtraction;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Caching;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Training.Tests;

/// <summary>Training with features from a FeatureExtraction service.</summary>
public sealed class RemoteFeatureTests : IAsyncLifetime, IDisposable
{
    private const int Tracks = 10;
    private readonly MeterListener _listener = new();
    private ServiceHost _features = null!;
    private long _hits;
    private long _misses;

    public async Task InitializeAsync()
    {
        _features = await ServiceHost.StartAsync(
            builder => builder.AddFeatureExtraction(), app => app.MapGrpcService<FeatureExtractorService>());
        var meters = _features.Services.GetRequiredService<IMeterFactory>();
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

    public async Task DisposeAsync() => await _features.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_second_job_over_the_same_tracks_finds_their_features_in_the_cache_and_gives_the_same_model()
    {
        await using var host = await TrainingHost.StartAsync(("services:feature-extraction:grpc:0", _features.Address));
        await host.TrainAsync(TrainingHost.Request());
        Assert.Equal((0, Tracks), (Interlocked.Read(ref _hits), Interlocked.Read(ref _misses)));
        await host.TrainAsync(TrainingHost.Request());
        Assert.Equal((Tracks, Tracks), (Interlocked.Read(ref _hits), Interlocked.Read(ref _misses)));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(host.Models.FolderOf("toy", 1), "weights.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(host.Models.FolderOf("toy", 2), "weights.safetensors")));
    }

    [Fact]
    public async Task A_track_that_is_no_audio_is_reported_and_left_out()
    {
        await using var host = await TrainingHost.StartAsync(("services:feature-extraction:grpc:0", _features.Address));
        await File.WriteAllTextAsync(host.Folder["data/music/low/broken.wav"], "no audio");
        var events = await host.TrainAsync(TrainingHost.Request());
        Assert.Contains("broken.wav", Assert.Single(events, happened => happened.Skipped is not null).Skipped.Track,
            StringComparison.Ordinal);
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Features_are_computed_by_the_trainer_while_the_service_is_away()
    {
        await using var host = await TrainingHost.StartAsync(("services:feature-extraction:grpc:0", "http://127.0.0.1:1"));
        Assert.NotNull((await host.TrainAsync(TrainingHost.Request()))[^1].Finished);
    }
}
