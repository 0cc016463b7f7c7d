using System.Diagnostics;
using System.Globalization;
using MicroGenre.Client.Libraries;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace MicroGenre.Benchmarks.Library;

/// <summary>What a scan on silos took.</summary>
/// <param name="Seconds">On the clock.</param>
/// <param name="ProcessorSeconds">Of all silos together.</param>
/// <param name="RedisCommands">What Redis was asked meanwhile.</param>
internal sealed record ClusterScan(double Seconds, double ProcessorSeconds, long RedisCommands);

/// <summary>Scans on silos that are processes of their own: several beside one, and silos that are killed.</summary>
internal static class SiloScans
{
    /// <summary>The folder that is scanned.</summary>
    public const string Folder = "tracks";

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(3);

    // What users have, but for progress.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("Collecting__Threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ("Collecting__ProgressInterval", "00:00:00.5"),
    ];

    /// <summary>
    /// A folder that silos scan before, one for each of them, so that their start and the compiling of their code do not count.
    /// </summary>
    public static string FirstFolderOf(int silo) => string.Create(CultureInfo.InvariantCulture, $"first{silo}");

    /// <summary>Scans so many times on one silo and on several, in turn.</summary>
    public static async Task<(ClusterScan One, ClusterScan Several)> CompareAsync(string music, int silos, int rounds)
    {
        var (one, several) = (new List<ClusterScan>(), new List<ClusterScan>());
        for (var round = 0; round < rounds; round++)
        {
            one.Add(await MeasureAsync(music, 1));
            several.Add(await MeasureAsync(music, silos));
        }

        return (Median(one), Median(several));
    }

    /// <summary>
    /// Scans on silos of which one after the other is killed at a random moment, and started again, until so many were killed.
    /// </summary>
    /// <returns>How many tracks were lost, or there twice, and how many scans it took.</returns>
    public static async Task<(int Wrong, int Scans)> KillAsync(string music, int files, int silos, int kills)
    {
        var random = new Random(1);
        var (wrong, scans, killed) = (0, 0, 0);
        for (; killed < kills; scans++)
        {
            await using var cluster = await SiloCluster.StartAsync(silos, music, Settings);
            using var channel = cluster.Connect();
            var client = new Collector.CollectorClient(channel);
            await client.AddFolderAsync(new AddFolderRequest { Path = Folder });
            var scan = ScanAsync(client);
            while (!scan.IsCompleted && killed < kills)
            {
                await Task.WhenAny(scan, Task.Delay(random.NextDouble() * LongestLife));
                if (!scan.IsCompleted)
                {
                    var victim = random.Next(silos);
                    await cluster.KillAsync(victim);
                    killed++;
                    await cluster.StartAsync(victim);
                }
            }

            await scan;
            wrong += await WrongAsync(cluster.Library, files);
        }

        return (wrong, scans);
    }

    private static async Task<ClusterScan> MeasureAsync(string music, int silos)
    {
        await using var cluster = await SiloCluster.StartAsync(silos, music, Settings);
        using var channel = cluster.Connect();
        var client = new Collector.CollectorClient(channel);
        for (var silo = 0; silo < silos; silo++)
        {
            await client.AddFolderAsync(new AddFolderRequest { Path = FirstFolderOf(silo) });
        }

        await ScanAsync(client);
        await client.AddFolderAsync(new AddFolderRequest { Path = Folder });
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{cluster.Redis},allowAdmin=true");
        var server = redis.GetServers()[0];
        var (processor, commands) = (ProcessorSeconds(cluster), await CommandsAsync(server));
        var clock = Stopwatch.StartNew();
        await ScanAsync(client);
        return new ClusterScan(
            clock.Elapsed.TotalSeconds, ProcessorSeconds(cluster) - processor, await CommandsAsync(server) - commands);
    }

    private static async Task ScanAsync(Collector.CollectorClient client)
    {
        await foreach (var reply in LibraryScan.FollowAsync(client, new ScanRequest()))
        {
            _ = reply;
        }
    }

    private static async Task<int> WrongAsync(string library, int files)
    {
        await using var context = LibraryDatabase.InFolder(library).Connect();
        var paths = await context.Tracks.Where(track => !track.IsGone && track.Failure == null).Select(track => track.Path).ToListAsync();
        var distinct = paths.Distinct(StringComparer.Ordinal).Count();
        return files - distinct + (paths.Count - distinct);
    }

    private static double ProcessorSeconds(SiloCluster cluster) => cluster.Processes.Sum(id =>
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalSeconds;
    });

    private static async Task<long> CommandsAsync(IServer server) => long.Parse(
        (await server.InfoAsync("stats")).SelectMany(group => group).First(pair => pair.Key == "total_commands_processed").Value,
        CultureInfo.InvariantCulture);

    private static ClusterScan Median(List<ClusterScan> scans) =>
        scans.OrderBy(scan => scan.ProcessorSeconds).ElementAt((scans.Count - 1) / 2);
}
