using System.CommandLine;
using MicroGenre.Cli.Commands;

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
                "Seconds after which to scan even if no change was reported: network disks and services report none. "
                + $"Default: {DefaultSeconds}.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        var json = new Option<bool>("--json") { Description = "Print the JSON output of 'scan' for each scan." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("watch", "Scans now and whenever something changes, until interrupted.",
            "microgenre library watch") { model, threads, interval, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var seconds = result.GetValue(interval) is > 0 and var value ? value
                : throw new UsageException($"{interval.Name} must be at least 1.");
            using var library = options.Library(result);
            while (true)
            {
                // Watching starts before the scan, so that changes during the scan trigger another one.
                await library.NoticeChangesAsync(cancellation);
                ScanCommand.Write(
                    await ScanCommand.RunAsync(
                        library, result.GetValue(model), ScanCommand.ThreadsOf(result, threads), result.GetValue(json), cancellation),
                    result.GetValue(json));
                await library.WaitForChangesAsync(TimeSpan.FromSeconds(seconds), cancellation);
            }
        });
        return command;
    }
}
