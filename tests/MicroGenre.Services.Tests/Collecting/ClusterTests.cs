using System.Net;
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
            if (reply.Progress is { } steps && steps.Done < steps.Total && killed < 2)
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

    private static void WriteTones(TemporaryFolder music, int count)
    {
        for (var i = 0; i < count; i++)
        {
            WavFile.WriteTone(music[$"{i:D3}.wav"], frequency: 200 + (10 * i));
        }
    }
}
