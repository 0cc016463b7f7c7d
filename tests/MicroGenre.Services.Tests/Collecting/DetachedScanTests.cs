using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>Scans that outlive the call that starts them.</summary>
public sealed class DetachedScanTests : IAsyncLifetime
{
    private const int Files = 100;

    // Enough for a scan that is still running when a test stops it.
    private const int Many = 400;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private CollectorHost _host = null!;

    private Collector.CollectorClient Client => _host.Client;

    public async Task InitializeAsync()
    {
        _host = await CollectorHost.StartAsync(("ProgressInterval", "00:00:00"), ("Threads", "1"));
        await Client.AddFolderAsync(new AddFolderRequest { Path = "." });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_detached_scan_goes_on_when_its_caller_leaves_and_any_number_of_others_watch_it_to_its_end()
    {
        WriteTones(Files);
        List<AsyncServerStreamingCall<ScanReply>> watches = [];
        await using (await _host.HoldCommitsAsync())
        {
            await StartAsync();
            for (var i = 0; i < 2; i++)
            {
                var watch = Client.WatchScan(new WatchScanRequest());
                watches.Add(watch);
                Assert.True(await watch.ResponseStream.MoveNext());
                Assert.Equal(0, watch.ResponseStream.Current.Progress.Done);
            }
        }

        var watched = await Task.WhenAll(watches.Select(ReadAsync));
        var again = await WatchAsync();

        Assert.All(watched, replies => Assert.Equal((Files, Files), (replies[^1].Result.Tracks, replies[^1].Result.New)));
        Assert.Equal(watched[0][^1], Assert.Single(again));
        watches.ForEach(watch => watch.Dispose());
    }

    [Fact]
    public async Task A_detached_scan_answers_at_once()
    {
        WriteTones(Files);
        await using var held = await _host.HoldCommitsAsync();
        using var call = Client.Scan(new ScanRequest { Detached = true });

        Assert.True(await call.ResponseStream.MoveNext());

        Assert.Equal(0, call.ResponseStream.Current.Progress.Done);
    }

    [Fact]
    public async Task A_scan_that_belongs_to_its_call_is_watched_too()
    {
        WriteTones(Files);
        var scan = _host.ScanAsync();
        await Eventually.HoldsAsync(HasBegunAsync, Limit, "the scan begins");

        var watched = await WatchAsync();

        Assert.Equal((await scan)[^1], watched[^1]);
    }

    [Fact]
    public async Task A_scan_that_is_stopped_keeps_what_it_has_and_the_next_goes_on()
    {
        WriteTones(Many);
        await StartAsync();
        var watch = WatchAsync();
        await Eventually.HoldsAsync(
            async () => (await Client.ListTracksAsync(new ListTracksRequest { PageSize = 1 })).TotalSize > 0, Limit, "a track is found");

        Assert.True((await Client.StopScanAsync(new StopScanRequest())).WasRunning);

        Assert.Contains("stopped", await Calls.RefusedAsync(StatusCode.Cancelled, () => watch), StringComparison.Ordinal);
        await Calls.RefusedAsync(StatusCode.Cancelled, WatchAsync);
        Assert.False((await Client.StopScanAsync(new StopScanRequest())).WasRunning);
        var next = await _host.ScanAsync();
        Assert.Equal(Many, next[^1].Result.Tracks);
        Assert.InRange(next[^1].Result.New, 0, Many - 1);
        Assert.Equal(next[^1], Assert.Single(await WatchAsync()));
    }

    [Fact]
    public async Task A_second_scan_is_refused_and_one_of_the_same_name_follows()
    {
        WriteTones(Files);
        await using (await _host.HoldCommitsAsync())
        {
            await StartAsync("nightly");
            await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => _host.ScanAsync());
            await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => StartAsync());
        }

        using var same = Client.Scan(new ScanRequest { Scan = "nightly", Detached = true });
        var replies = await ReadAsync(same);

        Assert.Equal(Files, replies[^1].Result.New);
    }

    [Fact]
    public async Task Before_the_first_scan_there_is_nothing_to_watch_or_to_stop()
    {
        await Calls.RefusedAsync(StatusCode.NotFound, WatchAsync);
        Assert.False((await Client.StopScanAsync(new StopScanRequest())).WasRunning);
    }

    [Fact]
    public async Task A_service_that_stops_ends_its_detached_scan_and_sends_its_watchers_away()
    {
        WriteTones(Many);
        await StartAsync();
        var watch = WatchAsync();
        await Eventually.HoldsAsync(
            async () => (await Client.ListTracksAsync(new ListTracksRequest { PageSize = 1 })).TotalSize > 0, Limit, "a track is found");

        await _host.StopAsync();

        await Calls.RefusedAsync(StatusCode.Unavailable, () => watch);
        Assert.DoesNotContain(_host.Log.Lines(Microsoft.Extensions.Logging.LogLevel.Warning), line =>
            line.Contains("unfinished", StringComparison.Ordinal));
    }

    private static async Task<List<ScanReply>> ReadAsync(AsyncServerStreamingCall<ScanReply> call)
    {
        var replies = new List<ScanReply>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            replies.Add(reply);
        }

        return replies;
    }

    private void WriteTones(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _host.WriteTone($"{i:D2}.wav", 200 + (10 * i));
        }
    }

    /// <summary>Starts a detached scan, reads its first message, and leaves.</summary>
    private async Task StartAsync(string name = "")
    {
        using var call = Client.Scan(new ScanRequest { Detached = true, Scan = name });
        Assert.True(await call.ResponseStream.MoveNext());
    }

    private async Task<List<ScanReply>> WatchAsync()
    {
        using var call = Client.WatchScan(new WatchScanRequest());
        return await ReadAsync(call);
    }

    private async Task<bool> HasBegunAsync()
    {
        using var call = Client.WatchScan(new WatchScanRequest());
        try
        {
            return await call.ResponseStream.MoveNext();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }
}
