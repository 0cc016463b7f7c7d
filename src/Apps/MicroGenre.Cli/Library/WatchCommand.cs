using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library watch</c>: scans now and after every change.</summary>
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
                "Seconds after which to scan even without a reported change: network drives report none. "
                + $"Default: {DefaultSeconds}.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        var json = new Option<bool>("--json") { Description = "Print the JSON output of 'scan' for each scan." };
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
                // Watching starts before the scan, so that changes during the scan trigger another one.
                watch.Follow();
                ScanCommand.Write(await ScanCommand.RunAsync(scanner, result.GetValue(json), cancellation), result.GetValue(json));
                await watch.WaitAsync(TimeSpan.FromSeconds(seconds), cancellation);
            }
        });
        return command;
    }
}
