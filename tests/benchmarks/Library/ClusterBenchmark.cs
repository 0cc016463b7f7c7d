using System.Globalization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Library;

/// <summary>A library on several silos: beside one, with silos that are killed, and on paper for many nodes.</summary>
internal static class ClusterBenchmark
{
    /// <summary>The name of the report, and of its part of the page.</summary>
    public const string Suite = "library-cluster";

    private const int Silos = 3;
    private const int Rounds = 3;
    private const int FirstFiles = 500;
    private const int LongFiles = 60;
    private const double LongSeconds = 30;
    private const int CommittedFiles = 5000;

    /// <summary>Runs it.</summary>
    /// <param name="files">Files to make; each is analysed.</param>
    /// <param name="seconds">How long each lasts.</param>
    /// <param name="kills">Silos to kill.</param>
    public static async Task<(BenchmarkReport Report, IReadOnlyList<BenchmarkTable> Paper)> RunAsync(int files, double seconds, int kills)
    {
        using var folder = new TemporaryFolder();
        for (var silo = 0; silo < Silos; silo++)
        {
            // Other lengths, so that no file is known by its content.
            SyntheticMusic.Make(folder[$"music/{SiloScans.FirstFolderOf(silo)}"], FirstFiles, seconds * (1 + silo) / (1 + Silos));
        }

        SyntheticMusic.Make(folder[$"music/{SiloScans.Folder}"], files, seconds);
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        var analyzer = new SoundAnalyzer(model);
        var (one, several) = await SiloScans.CompareAsync(folder["music"], Silos, Rounds);
        var (wrong, scans) = await SiloScans.KillAsync(folder["music"], files, Silos, kills);
        var alone = Analysis(folder[$"music/{SiloScans.Folder}"], analyzer);
        var note = string.Create(CultureInfo.InvariantCulture, $"{files} files of {seconds} s, median of {Rounds} in turn");
        var report = new BenchmarkReport(Suite, BenchmarkReport.ThisMachine, DateTimeOffset.Now,
        [
            new($"scan on {Silos} silos, on the clock", several.Seconds, "s", one.Seconds, "one silo", $"at most 1.15 of it; {note}"),
            new($"scan on {Silos} silos, processor time", several.ProcessorSeconds, "s", one.ProcessorSeconds, "one silo", note),
            new("scan on one silo, processor time", one.ProcessorSeconds * 1000 / files, "ms/file", alone * 1000,
                "reading, hashing and analysis alone"),
            new("tracks lost, or there twice, after silos were killed", wrong, "", Note: string.Create(
                CultureInfo.InvariantCulture, $"none; {kills} kills among {Silos} silos, in {scans} scans of {files} files")),
        ]);

        var songs = SyntheticMusic.Make(folder["songs"], LongFiles, LongSeconds);
        var (rate, database) = await CommitRate.MeasureAsync(Analyze(Directory.GetFiles(songs)[0], analyzer), CommittedFiles);
        var costs = new ScanCosts(
            Analysis(songs, analyzer),
            Math.Max(0, (one.ProcessorSeconds / files) - alone),
            rate,
            several.RedisCommands / several.Seconds / Silos,
            await RedisLimitAsync());
        return (report, [.. ClusterPaper.Tables(costs, database)]);
    }

    private static async Task<double> RedisLimitAsync()
    {
        await using var redis = RedisServer.Create();
        await redis.StartAsync();
        return await ClusterPaper.RedisLimitAsync(redis.ConnectionString);
    }

    // Of one thread: seconds of processor time a track.
    private static double Analysis(string music, SoundAnalyzer analyzer)
    {
        var paths = Directory.GetFiles(music);
        Analyze(paths[0], analyzer);
        var begin = ProcessorTime.Milliseconds;
        foreach (var path in paths)
        {
            Analyze(path, analyzer);
        }

        return (ProcessorTime.Milliseconds - begin) / 1000 / paths.Length;
    }

    private static SoundAnalysis Analyze(string path, SoundAnalyzer analyzer)
    {
        using var file = File.OpenRead(path);
        System.Security.Cryptography.SHA256.HashData(file);
        return analyzer.Analyze(file, default);
    }
}
