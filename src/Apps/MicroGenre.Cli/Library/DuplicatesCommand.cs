using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library duplicates</c>: finds tracks with the same recording.</summary>
internal static class DuplicatesCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each group of duplicates, one to a line." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("duplicates", "Finds tracks that are the same recording, in any format.",
            "microgenre library duplicates") { json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var library = options.Library(result);
            var screen = Screen.For(result.GetValue(json));
            await library.DuplicatesAsync(
                group =>
                {
                    var files = group.Select(RawPath.Display);
                    screen.WriteLine(
                        result.GetValue(json) ? JsonText.Of(new { files }) : string.Join(Environment.NewLine, [.. files, ""]));
                },
                cancellation);
            return 0;
        });
        return command;
    }
}
