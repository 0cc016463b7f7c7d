using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Extensions.Logging;

namespace MicroGenre.FeatureExtraction.Tests;

public sealed class RedisTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RedisServer _redis = RedisServer.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [RedisFact]
    public async Task Features_outlive_the_service_and_are_shared()
    {
        await _redis.StartAsync();
        var tone = Wav.Sine(2);
        await using (var first = await StartAsync())
        {
            await HitsAsync(first, tone);
        }

        await using var second = await StartAsync();
        await Eventually.HoldsAsync(
            async () => (await second.ExtractAsync(tone)).Features[0].Header.CacheHit, Patience, "a hit by another service");
        Assert.Equal(2, (await second.ExtractAsync(tone)).Audio.DurationSeconds, 2);
    }

    [RedisFact]
    public async Task Redis_may_die_and_come_back_at_any_time()
    {
        const int Rounds = 2;
        const int Requests = 10;
        await _redis.StartAsync();
        await using var host = await StartAsync();
        var tone = Wav.Sine(2);
        await HitsAsync(host, tone);

        for (var round = 0; round < Rounds; round++)
        {
            await _redis.StopAsync();
            for (var i = 0; i < Requests; i++)
            {
                Assert.False((await host.ExtractAsync(tone)).Features[0].Header.CacheHit);
            }

            await _redis.StartAsync();
            await HitsAsync(host, tone);
        }

        // Told each time, not for every request; a busy machine may make Redis seem away more often than it was.
        Assert.InRange(host.Log.Lines(LogLevel.Warning).Count(line => line.Contains("Redis does not answer", StringComparison.Ordinal)),
            Rounds, (Rounds * Requests) - 1);
        Assert.InRange(host.Log.Lines(LogLevel.Information).Count(line => line.Contains("Redis answers again", StringComparison.Ordinal)),
            Rounds, (Rounds * Requests) - 1);
    }

    [RedisFact]
    public async Task Redis_may_be_away_when_the_service_starts()
    {
        await using var host = await StartAsync();
        var tone = Wav.Sine(2);
        Assert.False((await host.ExtractAsync(tone)).Features[0].Header.CacheHit);
        await _redis.StartAsync();
        await HitsAsync(host, tone);
    }

    [RedisFact]
    public async Task A_Redis_that_hangs_fails_no_request()
    {
        await _redis.StartAsync();
        await using var host = await StartAsync();
        var tone = Wav.Sine(2);
        await HitsAsync(host, tone);
        await _redis.PauseAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.False((await host.ExtractAsync(tone)).Features[0].Header.CacheHit);
        }

        await _redis.UnpauseAsync();
        await HitsAsync(host, tone);
    }

    private static Task HitsAsync(ExtractorHost host, byte[] audio) =>
        Eventually.HoldsAsync(async () => (await host.ExtractAsync(audio)).Features[0].Header.CacheHit, Patience, "a hit");

    private Task<ExtractorHost> StartAsync() => ExtractorHost.StartAsync(_redis.ConnectionString);
}
