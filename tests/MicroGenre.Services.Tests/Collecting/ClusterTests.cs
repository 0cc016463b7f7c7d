using System.Net;
using Grpc.Core;
using MicroGenre.Client.Libraries;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>One library on several silos.</summary>
public sealed class ClusterTests
{
    private const int Files = 240;

    [RedisFact]
    public async Task A_scan_on_three_silos_has_every_track_once_although_the_one_that_was_asked_and_another_die()
    {
        using var music = new TemporaryFolder();
        WriteTones(music, Files);
        await using var cluster = await SiloCluster.StartAsync(silos: 3, music.Path);
        using var channel = cluster.Connect();
        var client = new Collector.CollectorClient(channel);
        await client.AddFolderAsync(new AddFolderRequest { Path = "." });
        var killed = 0;
        ScanResult? result = null;

        // The first of the silos is asked, as long as it is there.
        await foreach (var reply in LibraryScan.FollowAsync(client, new ScanRequest()))
        {
            result = reply.Result ?? result;
            while (reply.Progress is { } steps && steps.Done < steps.Total && killed < 2)
            {
                await cluster.KillAsync(killed++);
            }
        }

        Assert.Equal((2, Files, 0), (killed, result!.Tracks, result.Failed));
        var listed = await client.ListTracksAsync(new ListTracksRequest { PageSize = 1000 });
        Assert.Equal(Files, listed.Tracks.Select(track => track.Sha256).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Files, listed.Tracks.Count);
    }

    [RedisFact]
    public async Task A_scan_goes_on_when_the_silo_that_was_asked_dies_before_it_says_anything()
    {
        using var music = new TemporaryFolder();
        WriteTones(music, Files);
        await using var cluster = await SiloCluster.StartAsync(silos: 2, music.Path, ("Collecting__ProgressInterval", "00:00:10"));
        using var channel = cluster.Connect();
        var client = new Collector.CollectorClient(channel);
        await client.AddFolderAsync(new AddFolderRequest { Path = "." });
        var scan = LastAsync(client, new ScanRequest());
        await Eventually.HoldsAsync(
            async () => (await cluster.ClientOf(1).ListTracksAsync(new ListTracksRequest { PageSize = 1 })).Tracks.Count > 0,
            TimeSpan.FromMinutes(2),
            "a track is found");

        await cluster.KillAsync(0);

        Assert.Equal((Files, 0), ((await scan).Tracks, (await scan).Failed));
    }

    [RedisFact]
    public async Task What_a_scan_found_outlives_the_silo_that_ran_it()
    {
        const int files = 3;
        using var music = new TemporaryFolder();
        WriteTones(music, files);
        await using var cluster = await SiloCluster.StartAsync(silos: 2, music.Path);
        await cluster.ClientOf(0).AddFolderAsync(new AddFolderRequest { Path = "." });
        var request = new ScanRequest { Scan = "nightly" };
        var first = await LastAsync(cluster.ClientOf(0), request);

        // Either of them may have run it.
        var again = await LastAsync(cluster.ClientOf(1), request);
        await cluster.KillAsync(0);
        var afterwards = await LastAsync(cluster.ClientOf(1), request);

        Assert.Equal(files, first.New);
        Assert.Equal(first, again);
        Assert.Equal(first, afterwards);
        Assert.Equal(0, (await LastAsync(cluster.ClientOf(1), new ScanRequest())).New);
    }

    [RedisFact]
    public async Task A_detached_scan_is_watched_on_any_silo_and_goes_on_when_one_dies()
    {
        using var music = new TemporaryFolder();
        WriteTones(music, Files);
        await using var cluster = await SiloCluster.StartAsync(silos: 2, music.Path);
        await cluster.ClientOf(0).AddFolderAsync(new AddFolderRequest { Path = "." });
        await StartDetachedAsync(cluster.ClientOf(0));
        using var watch = cluster.ClientOf(1).WatchScan(new WatchScanRequest());
        Assert.True(await watch.ResponseStream.MoveNext());

        // Either of them may run it.
        await cluster.KillAsync(0);

        ScanReply? last = null;
        await foreach (var reply in watch.ResponseStream.ReadAllAsync())
        {
            last = reply;
        }

        Assert.Equal((Files, 0), (last!.Result.Tracks, last.Result.Failed));
    }

    [RedisFact]
    public async Task A_scan_of_a_cluster_is_stopped_on_any_silo_and_the_next_goes_on()
    {
        using var music = new TemporaryFolder();
        WriteTones(music, Files);
        await using var cluster = await SiloCluster.StartAsync(silos: 2, music.Path);
        var (first, second) = (cluster.ClientOf(0), cluster.ClientOf(1));
        await first.AddFolderAsync(new AddFolderRequest { Path = "." });
        await Calls.RefusedAsync(StatusCode.NotFound, () => WatchAsync(second));
        await StartDetachedAsync(first);
        var watch = WatchAsync(first);
        await Eventually.HoldsAsync(
            async () => (await second.ListTracksAsync(new ListTracksRequest { PageSize = 1 })).TotalSize > 0,
            TimeSpan.FromMinutes(2), "a track is found");

        Assert.True((await second.StopScanAsync(new StopScanRequest())).WasRunning);

        await Calls.RefusedAsync(StatusCode.Cancelled, () => watch);
        Assert.False((await second.StopScanAsync(new StopScanRequest())).WasRunning);
        var next = await LastAsync(second, new ScanRequest());
        Assert.Equal(Files, next.Tracks);
        Assert.InRange(next.New, 0, Files - 1);
        Assert.Equal(next, await WatchAsync(first));
    }

    [RedisFact]
    public async Task A_silo_shows_the_dashboard_where_it_is_asked_to()
    {
        var port = Ports.Free();
        using var music = new TemporaryFolder();
        await using var cluster = await SiloCluster.StartAsync(
            silos: 1, music.Path, ("Collecting__Dashboard", "true"), ("Kestrel__Endpoints__http__Url", $"http://127.0.0.1:{port}"));
        using var http = new HttpClient();

        Assert.Contains("<html", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/dashboard/")), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task A_silo_shows_no_dashboard_unless_it_is_asked_to()
    {
        var port = Ports.Free();
        using var music = new TemporaryFolder();
        await using var cluster = await SiloCluster.StartAsync(
            silos: 1, music.Path, ("Kestrel__Endpoints__http__Url", $"http://127.0.0.1:{port}"));
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/dashboard/"))).StatusCode);
    }

    private static async Task<ScanResult> LastAsync(Collector.CollectorClient client, ScanRequest request)
    {
        ScanResult? result = null;
        await foreach (var reply in LibraryScan.FollowAsync(client, request))
        {
            result = reply.Result ?? result;
        }

        return result!;
    }

    private static async Task StartDetachedAsync(Collector.CollectorClient client)
    {
        using var call = client.Scan(new ScanRequest { Detached = true });
        Assert.True(await call.ResponseStream.MoveNext());
    }

    private static async Task<ScanResult> WatchAsync(Collector.CollectorClient client)
    {
        using var call = client.WatchScan(new WatchScanRequest());
        ScanResult? result = null;
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            result = reply.Result ?? result;
        }

        return result!;
    }

    private static void WriteTones(TemporaryFolder music, int count)
    {
        for (var i = 0; i < count; i++)
        {
            WavFile.WriteTone(music[$"{i:D3}.wav"], frequency: 200 + (10 * i));
        }
    }
}
