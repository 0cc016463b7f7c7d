using System.Diagnostics;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Testing;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Benchmarks.Library;

/// <summary>Kills scans of the command line at random moments, as <c>kill -9</c> does, and looks at what is left.</summary>
internal static class KilledScans
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    /// <summary>Kills so many scans, lets one end, and counts the tracks that are missing or there twice.</summary>
    public static async Task<BenchmarkLine> RunAsync(string music, int files, int kills)
    {
        using var folder = new TemporaryFolder();
        using (var add = Start("add", music, folder.Path))
        {
            await add.WaitForExitAsync();
        }

        var random = new Random(1);
        var ended = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            using var scan = Start("scan", null, folder.Path);
            await Task.WhenAny(scan.WaitForExitAsync(), Task.Delay(random.NextDouble() * Longest));
            ended += scan.HasExited ? 1 : 0;
            scan.Kill();
            await scan.WaitForExitAsync();
        }

        using (var last = Start("scan", null, folder.Path))
        {
            await last.WaitForExitAsync();
        }

        var database = LibraryDatabase.InFolder(folder.Path);
        await database.OpenAsync(default);
        await using var context = database.Connect();
        var paths = await new TrackQuery().Of(context.Tracks.AsNoTracking()).Select(track => track.Path).ToListAsync();
        var wrong = files - paths.Distinct().Count() + (paths.Count - paths.Distinct().Count());
        return new BenchmarkLine(
            $"tracks lost or doubled after {kills} kills", wrong, "tracks", Note: $"{files} files; {ended} scans had ended before");
    }

    private static Process Start(string command, string? folder, string library)
    {
        string?[] arguments = ["library", command, folder, "--library", library, "--models", Repository.PathOf("models")];
        return Process.Start(new ProcessStartInfo(BuiltProgram.CommandLine, arguments.OfType<string>()) {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
    }
}
