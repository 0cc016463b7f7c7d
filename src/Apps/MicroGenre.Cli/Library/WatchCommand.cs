using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library watch</c>: scans, and scans again whenever something changes.</summary>
internal static class WatchCommand
{
    private const int DefaultSeconds = 600;

    public static Command Create()
    {
        var model = LibraryModel.Option();
        var threads = ScanCommand.Threads();
        var interval = new Option<int>("--every")
        {
            Description =
                "Seconds after which to scan even if no change was reported: network disks report none. "
                + $"Default: {DefaultSeconds}.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        var json = new Option<bool>("--json") { Description = "Print the JSON objects of scan, for each scan." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("watch", "Scans now and whenever something changes, until interrupted.",
            "microgenre library watch") { model, threads, interval, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var seconds = result.GetValue(interval) is > 0 and var value ? value
                : throw new UsageException($"{interval.Name} must be at least 1.");
            var database = await options.OpenAsync(result, cancellation);
            using var loaded = await LibraryModel.LoadAsync(database, options.Models(result), result.GetValue(model), cancellation);
            var scanner = new LibraryScanner(database, new LocalFinder(new SoundAnalyzer(loaded), ScanCommand.ThreadsOf(result, threads)));
            using var watch = new LibraryWatch(await new LibraryCatalog(database).FoldersAsync(cancellation));
            while (true)
            {
                // From before the scan on: what changes during it is seen by the next.
                watch.Follow();
                ScanCommand.Write(await ScanCommand.RunAsync(scanner, result.GetValue(json), cancellation), result.GetValue(json));
                await watch.WaitAsync(TimeSpan.FromSeconds(seconds), cancellation);
            }
        });
        return command;
    }
}
