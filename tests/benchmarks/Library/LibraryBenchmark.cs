using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Testing;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Benchmarks.Library;

/// <summary>
/// A library of files that are made here: how fast it is scanned, listed and searched, and what is left of scans that are killed.
/// </summary>
internal static class LibraryBenchmark
{
    private const int Pages = 100;
    private const int PageSize = 50;
    private const int Queries = 200;
    private const int Found = 20;
    private const int Width = 20;
    private const int WarmUp = 200;
    private const int FewestAnalyzed = 1000;

    /// <summary>Runs it.</summary>
    /// <param name="files">Files to make; each is analysed.</param>
    /// <param name="copies">Copies of them to add after the first scan: a large library, in less time than its analysis takes.</param>
    /// <param name="seconds">How long each lasts.</param>
    /// <param name="kills">Scans to kill.</param>
    public static async Task<BenchmarkReport> RunAsync(int files, int copies, double seconds, int kills)
    {
        using var folder = new TemporaryFolder();
        var (music, library) = (SyntheticMusic.Make(folder["music"], files, seconds), folder["library"]);
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        var analyzer = new SoundAnalyzer(model);
        await LibraryProcess.AddAsync(music, library);

        // Before and after: what else runs on the machine changes.
        var before = await AnalysisAsync(music, analyzer);
        var first = await LibraryProcess.ScanAsync(library);
        var after = await AnalysisAsync(music, analyzer);
        SyntheticMusic.Copy(music, Path.Combine(music, "copies"), copies);
        var copied = await LibraryProcess.ScanAsync(library);
        var again = await LibraryProcess.ScanAsync(library);
        var note = string.Create(CultureInfo.InvariantCulture, $"{files} files of {seconds} s");
        var all = string.Create(CultureInfo.InvariantCulture, $"{files + copies} files");
        const string peer = "reading, hashing and analysis alone";
        List<BenchmarkLine> lines =
        [
            new("first scan", files / first.Seconds, "files/s", (before.Rate + after.Rate) / 2, peer, $"at least 0.9 of it; {note}"),
            new("first scan, processor time", first.ProcessorSeconds * 1000 / files, "ms/file",
                (before.Milliseconds + after.Milliseconds) / 2, peer),
            new("first scan, most memory", first.Megabytes, "MB", Note: "at most 500"),
            new("first scan, progress told and true apart", first.Lag, "s", Note: "at most 2"),
            new("scan of copies", copies / copied.Seconds, "files/s", Note: $"{copies} files; they are hashed, and not analysed"),
            new("scan of copies, most memory", copied.Megabytes, "MB", Note: "at most 500"),
            new("scan of copies, progress told and true apart", copied.Lag, "s", Note: "at most 2"),
            new("scan without a change", again.Seconds, "s", Note: $"at most 20; {all}"),
            new("scan without a change, processor time", again.ProcessorSeconds, "s", Note: all),
            new("scan without a change, most memory", again.Megabytes, "MB", Note: "at most 500"),
            .. await PagesAsync(LibraryDatabase.InFolder(library), files + copies),
            Similar(100_000, limit: 10),
            Similar(1_000_000, limit: 60),
        ];
        if (kills > 0)
        {
            Directory.Delete(Path.Combine(music, "copies"), recursive: true);
            lines.AddRange(await KilledScans.RunAsync(music, files, kills));
        }

        return new BenchmarkReport("library", BenchmarkReport.ThisMachine, DateTimeOffset.Now, lines);
    }

    // What the cores can do: the same reading, hashing and analysis with no database and no plan.
    private static async Task<(double Rate, double Milliseconds)> AnalysisAsync(string music, SoundAnalyzer analyzer)
    {
        var paths = Directory.GetFiles(music);
        await AnalyzeAsync(paths[..Math.Min(paths.Length, WarmUp)]);
        var sample = paths[..Math.Min(paths.Length, Math.Max(FewestAnalyzed, paths.Length / 20))];
        var (clock, processor) = (Stopwatch.StartNew(), ProcessorTime.Milliseconds);
        await AnalyzeAsync(sample);
        return (sample.Length / clock.Elapsed.TotalSeconds, (ProcessorTime.Milliseconds - processor) / sample.Length);

        Task AnalyzeAsync(string[] files) => Parallel.ForEachAsync(
            files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (path, cancellation) =>
        {
            using var file = File.OpenRead(path);
            SHA256.HashData(file);
            analyzer.Analyze(file, cancellation);
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<IReadOnlyList<BenchmarkLine>> PagesAsync(LibraryDatabase database, int files)
    {
        (string Name, TrackQuery Query)[] lists =
        [
            ("by path", new TrackQuery()),
            ("by tempo", new TrackQuery { Order = TrackOrder.Tempo }),
            ("by artist, last first", new TrackQuery { Order = TrackOrder.Artist, IsDescending = true }),
            ("of a genre, by probability", new TrackQuery { Genre = "jazz", Order = TrackOrder.Probability }),
        ];
        var lines = new List<BenchmarkLine>();
        foreach (var (name, query) in lists)
        {
            lines.Add(new BenchmarkLine(
                $"a page of {PageSize} tracks {name}, 95th percentile", await PageAsync(database, query, files), "ms", Note: "at most 50"));
        }

        return lines;
    }

    private static async Task<double> PageAsync(LibraryDatabase database, TrackQuery query, int files)
    {
        var random = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < Pages; i++)
        {
            var clock = Stopwatch.StartNew();
            await using var context = database.Connect();
            var page = query with { Skip = random.Next(files), Take = PageSize };
            await page.Of(context.Tracks.AsNoTracking()).Include(track => track.Sound).ToListAsync();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return Percentile(times);
    }

    private static BenchmarkLine Similar(int count, int limit)
    {
        var random = new Random(1);
        var index = new VectorIndex(Width, count);
        for (var i = 0; i < count; i++)
        {
            index.Add(i, Vector(random));
        }

        var times = new List<double>();
        for (var i = 0; i < Queries; i++)
        {
            var query = Vector(random);
            var clock = Stopwatch.StartNew();
            index.Nearest(query, Found);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return new BenchmarkLine(string.Create(CultureInfo.InvariantCulture, $"similar tracks among {count}, 95th percentile"),
            Percentile(times), "ms", Note: $"at most {limit}; {Width} values each, exact");
    }

    private static float[] Vector(Random random)
    {
        float[] vector = [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f)];
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }

    private static double Percentile(List<double> times)
    {
        times.Sort();
        return times[(int)(0.95 * (times.Count - 1))];
    }
}
