using System.Diagnostics;
using System.Globalization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Testing;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Benchmarks.Library;

/// <summary>Kills scans at random moments, as <c>kill -9</c> does, and looks at what is left.</summary>
internal static class KilledScans
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Kills so many scans, lets one end, and counts the tracks that are missing or there twice, and the files that a kill had analysed in
    /// vain.
    /// </summary>
    public static async Task<IReadOnlyList<BenchmarkLine>> RunAsync(string music, int files, int kills)
    {
        using var folder = new TemporaryFolder();
        await LibraryProcess.AddAsync(music, folder.Path);
        var random = new Random(1);
        var (ended, vain) = (0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var before = await CountAsync(folder.Path);
            string[] arguments = [typeof(KilledScans).Assembly.Location, "library-scan", folder.Path];
            using var scan = Process.Start(new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            var lines = 0;
            var reading = Task.Run(async () =>
            {
                while (await scan.StandardOutput.ReadLineAsync() is not null)
                {
                    Interlocked.Increment(ref lines);
                }
            });

            // From the first file on: before it there is nothing to lose.
            while (Volatile.Read(ref lines) == 0 && !reading.IsCompleted)
            {
                await Task.WhenAny(reading, Task.Delay(1));
            }

            await Task.WhenAny(reading, Task.Delay(random.NextDouble() * Longest));
            var hasEnded = scan.HasExited;
            scan.Kill();
            await reading;
            await scan.WaitForExitAsync();
            if (hasEnded && scan.ExitCode != 0)
            {
                throw new InvalidOperationException($"A scan failed with code {scan.ExitCode}.");
            }

            ended += hasEnded ? 1 : 0;
            vain = Math.Max(vain, lines - (await CountAsync(folder.Path) - before));
        }

        await LibraryProcess.ScanAsync(folder.Path);
        var database = LibraryDatabase.InFolder(folder.Path);
        await database.OpenAsync(default);
        await using var context = database.Connect();
        var paths = await context.Tracks.Where(track => !track.IsGone && track.Failure == null).Select(track => track.Path).ToListAsync();
        var distinct = paths.Distinct(StringComparer.Ordinal).Count();
        var note = string.Create(CultureInfo.InvariantCulture, $"{kills} kills, of which {ended} came after the end; {files} files");
        return
        [
            new BenchmarkLine("tracks lost, or there twice, after kills", files - distinct + (paths.Count - distinct), "", Note:
                $"none; {note}"),
            new BenchmarkLine("files that a kill had analysed in vain, most", vain, "", Note: $"at most {LibraryScanner.BatchSize}"),
        ];
    }

    /// <summary>The scan that is killed: a line for each file that it has read, at once.</summary>
    public static async Task ScanAsync(string folder)
    {
        var database = LibraryDatabase.InFolder(folder);
        await database.OpenAsync(default);
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        var finder = new LocalFinder(new SoundAnalyzer(model), Environment.ProcessorCount);
        await new LibraryScanner(database, new ToldFinder(finder)).ScanAsync(null, default);
    }

    private static async Task<int> CountAsync(string folder)
    {
        await using var context = LibraryDatabase.InFolder(folder).Connect();
        return await context.Tracks.CountAsync();
    }

    /// <summary>Tells of each file that was read.</summary>
    private sealed class ToldFinder(IFileFinder finder) : IFileFinder
    {
        public string Model => finder.Model;

        public int ShardSize => finder.ShardSize;

        public int Lanes => finder.Lanes;

        public async Task<IReadOnlyList<FileFinding>> FindAsync(
            IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation)
        {
            var findings = await finder.FindAsync(shard, isKnown, cancellation);
            foreach (var _ in findings)
            {
                Console.WriteLine();
            }

            return findings;
        }
    }
}
