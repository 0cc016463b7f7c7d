using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Scanning;
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
    private const int SampleRate = 22050;
    private const int Pages = 50;
    private const int PageSize = 50;
    private const int Queries = 200;
    private const int Found = 20;
    private const int Width = 20;

    /// <summary>Runs it.</summary>
    /// <param name="files">Files to make.</param>
    /// <param name="seconds">How long each lasts.</param>
    /// <param name="kills">Scans to kill.</param>
    public static async Task<BenchmarkReport> RunAsync(int files, double seconds, int kills)
    {
        using var folder = new TemporaryFolder();
        var music = Directory.CreateDirectory(folder["music"]).FullName;
        Parallel.For(0, files, i => Write(Path.Combine(music, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.wav")), i, seconds));
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        var analyzer = new SoundAnalyzer(model);
        var note = string.Create(CultureInfo.InvariantCulture, $"{files} files of {seconds} s");
        var possible = await PossibleRateAsync(music, analyzer);
        var database = LibraryDatabase.InFolder(folder["library"]);
        await database.CreateAsync(default);
        await using (var context = database.Connect())
        {
            context.Add(new LibraryFolder { Path = music });
            await context.SaveChangesAsync();
        }

        var scanner = new LibraryScanner(database, analyzer, Environment.ProcessorCount);
        var first = await scanner.ScanAsync(null, default);
        var again = await scanner.ScanAsync(null, default);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        var lines = new List<BenchmarkLine>
        {
            new("first scan, files per second", files / first.Seconds, "/s", possible, "decoding and analysis alone", note),
            new("rescan without a change", again.Seconds, "s", Note: note),
            new("most memory of the process", peak, "MB", Note: note),
            new($"a page of {PageSize} tracks, 95th percentile", await PageAsync(database, files), "ms", Note: note),
            Similar(100_000),
            Similar(1_000_000),
        };
        if (kills > 0)
        {
            lines.Add(await KilledScans.RunAsync(music, files, kills));
        }

        return new BenchmarkReport("library", BenchmarkReport.ThisMachine, DateTimeOffset.Now, lines);
    }

    // What the cores can do: the same reading, hashing and analysis with no database and no plan.
    private static async Task<double> PossibleRateAsync(string music, SoundAnalyzer analyzer)
    {
        var paths = Directory.GetFiles(music);
        var sample = paths[..Math.Min(paths.Length, Math.Max(64, paths.Length / 10))];
        Analyze(sample[0]);
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(sample, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (path, _) =>
        {
            Analyze(path);
            return ValueTask.CompletedTask;
        });
        return sample.Length / clock.Elapsed.TotalSeconds;

        void Analyze(string path)
        {
            using var file = File.OpenRead(path);
            SHA256.HashData(file);
            analyzer.Analyze(file);
        }
    }

    private static async Task<double> PageAsync(LibraryDatabase database, int files)
    {
        var random = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < Pages; i++)
        {
            var clock = Stopwatch.StartNew();
            await using var context = database.Connect();
            var query =
                new TrackQuery { Skip = random.Next(files), Take = PageSize, Order = i % 2 == 0 ? TrackOrder.Path : TrackOrder.Tempo };
            await query.Of(context.Tracks.AsNoTracking()).Include(track => track.Sound).ToListAsync();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return Percentile(times);
    }

    private static BenchmarkLine Similar(int count)
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
            Percentile(times), "ms", Note: $"{Width} values each, exact");
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

    // A tone with a beat and some noise: no two files are alike.
    private static void Write(string path, int number, double seconds)
    {
        var random = new Random(number);
        var (frequency, beat) = (100 + (number % 2000), SampleRate * 60 / (60 + (number % 120)));
        var samples = new short[(int)(seconds * SampleRate)];
        for (var i = 0; i < samples.Length; i++)
        {
            var tone = Math.Sin(2 * Math.PI * frequency * i / SampleRate) * Math.Exp(-4.0 * (i % beat) / beat);
            samples[i] = (short)(short.MaxValue * ((0.6 * tone) + (0.1 * (random.NextDouble() - 0.5))));
        }

        File.WriteAllBytes(path, WavFile.Bytes(samples));
    }
}
