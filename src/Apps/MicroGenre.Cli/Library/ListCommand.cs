using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Search;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library list</c>: lists tracks of the library.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var query = new QueryOptions();
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each track, one to a line." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("list", "Lists tracks: all of them, or those that match.",
            "microgenre library list --genre jazz --sort tempo --top 20") { json };
        query.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var wanted = query.Read(result);
            using var library = options.Library(result);
            await WriteAsync(library, wanted, result.GetValue(json), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(ILibrary library, TrackQuery query, bool json, CancellationToken cancellation)
    {
        var screen = Screen.For(json);
        if (json)
        {
            await library.ListAsync(
                query,
                row => screen.WriteLine(row.Failure is { } failure ? JsonText.Of(new { file = RawPath.Display(row.Path), error = failure })
                    : JsonText.Of(TrackLine.Of(row))),
                cancellation);
            return;
        }

        if (query.State == FileState.Failed)
        {
            await library.ListAsync(query, row => screen.WriteLine($"{RawPath.Display(row.Path)}: {row.Failure}"), cancellation);
            return;
        }

        var table = new TextTable("file", "genre", "", "tempo", "key", "length", "artist", "title");
        var count = 0;
        await library.ListAsync(
            query,
            row =>
            {
                table.Add(TrackLine.Cells(row));
                count++;
            },
            cancellation);
        table.WriteTo(screen);
        var all = await library.CountAsync(query, cancellation);
        screen.WriteLine($"{count} of {all} {(all == 1 ? "track" : "tracks")}");
    }
}
