using System.Diagnostics;
using System.Text.Json.Nodes;
using MicroGenre.Collections.Store;
using MicroGenre.Testing;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Benchmarks.Library;

/// <summary>What a scan took.</summary>
/// <param name="Seconds">On the clock, as the scan says itself.</param>
/// <param name="ProcessorSeconds">Of all its threads.</param>
/// <param name="Megabytes">The most memory that the process held.</param>
/// <param name="Lag">
/// The most seconds by which what it said of its progress, before or after a look at the database, differed from what was committed.
/// </param>
internal sealed record MeasuredScan(double Seconds, double ProcessorSeconds, double Megabytes, double Lag);

/// <summary>The command line at work on a library, as users start it.</summary>
internal static class LibraryProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes a library that follows a folder.</summary>
    public static async Task AddAsync(string music, string library)
    {
        using var add = Start("add", library, music);
        await add.StandardOutput.ReadToEndAsync();
        await add.WaitForExitAsync();
    }

    /// <summary>Scans, and watches how.</summary>
    public static async Task<MeasuredScan> ScanAsync(string library)
    {
        using var scan = Start("scan", library, "--json");
        var told = new Told();
        var reading = told.ReadAsync(scan.StandardOutput);
        var database = LibraryDatabase.InFolder(library);
        var (processor, memory, lag) = (TimeSpan.Zero, 0L, 0.0);
        var before = await CountAsync(database);
        while (await Task.WhenAny(reading, Task.Delay(Interval)) != reading)
        {
            scan.Refresh();
            (processor, memory) = (scan.TotalProcessorTime, Math.Max(memory, scan.PeakWorkingSet64));
            if (told.Last is { Rate: > 0 } earlier)
            {
                var committed = await CountAsync(database) - before;
                var nearest = Math.Clamp(committed, earlier.Done, Math.Max(earlier.Done, told.Last.Done));
                lag = Math.Max(lag, Math.Abs(committed - nearest) / earlier.Rate);
            }
        }

        await scan.WaitForExitAsync();
        return told.Seconds is { } seconds ? new MeasuredScan(seconds, processor.TotalSeconds, memory / 1e6, lag)
            : throw new InvalidOperationException($"The scan failed: {await scan.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Starts a command on a library.</summary>
    public static Process Start(string command, string library, params string[] arguments) => Process.Start(new ProcessStartInfo(
        BuiltProgram.CommandLine,
        ["library", command, .. arguments, "--library", library, "--models", Repository.PathOf("models")])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;

    private static async Task<int> CountAsync(LibraryDatabase database)
    {
        await using var context = database.Connect();
        return await context.Tracks.CountAsync();
    }

    /// <summary>The last of what a scan has said.</summary>
    private sealed class Told
    {
        private volatile JsonNode? _last;

        /// <summary>How many files were done, and at how many a second.</summary>
        public (int Done, double Rate) Last => _last is { } line ? ((int?)line["done"] ?? 0, (double?)line["rate"] ?? 0) : default;

        public double? Seconds => (double?)_last?["seconds"];

        public async Task ReadAsync(StreamReader output)
        {
            while (await output.ReadLineAsync() is { } line)
            {
                _last = JsonNode.Parse(line);
            }
        }
    }
}
