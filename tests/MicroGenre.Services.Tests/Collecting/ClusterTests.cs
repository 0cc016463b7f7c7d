using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>One library on several silos.</summary>
public sealed class ClusterTests
{
    private const int Files = 120;

    [RedisFact]
    public async Task A_scan_on_three_silos_has_every_track_once_although_two_of_them_die()
    {
        await using var redis = RedisServer.Create();
        await redis.StartAsync();
        using var music = new TemporaryFolder();
        using var library = new TemporaryFolder();
        for (var i = 0; i < Files; i++)
        {
            WavFile.WriteTone(music[$"{i:D3}.wav"], frequency: 200 + (10 * i));
        }

        var silos = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => SiloProcess.StartAsync(redis.ConnectionString, music.Path, library.Path)));
        try
        {
            var client = silos[0].Client;
            await client.AddFolderAsync(new AddFolderRequest { Path = "." });
            using var scan = client.Scan(new ScanRequest());
            var killed = 0;
            ScanResult? result = null;
            await foreach (var reply in scan.ResponseStream.ReadAllAsync())
            {
                result = reply.Result ?? result;

                // Whichever of them runs the scan: all but the one that is asked.
                if (reply.Progress is { } steps && steps.Done >= steps.Total * (killed + 1) / 4 && killed < 2)
                {
                    await silos[++killed].KillAsync();
                }
            }

            Assert.Equal((2, Files, 0), (killed, result!.Tracks, result.Failed));
            var listed = await client.ListTracksAsync(new ListTracksRequest { PageSize = 1000 });
            Assert.Equal(Files, listed.Tracks.Select(track => track.Sha256).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(Files, listed.Tracks.Count);
        }
        finally
        {
            foreach (var silo in silos)
            {
                await silo.DisposeAsync();
            }
        }
    }
}
