using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library list</c>: lists tracks of the library.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var query = new QueryOptions();
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each track, one to a line." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("list", "Lists tracks: all of them, or those that match.",
            "microgenre library list --genre jazz --sort tempo --top 20") { json };
        query.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var wanted = query.Read(result);
            var database = await options.OpenAsync(result, cancellation);
            return await database.GuardAsync(() => WriteAsync(database, wanted, result.GetValue(json), cancellation));
        });
        return command;
    }

    private static async Task<int> WriteAsync(LibraryDatabase database, TrackQuery query, bool json, CancellationToken cancellation)
    {
        var screen = Screen.For(json);
        await using var context = database.Connect();
        var rows = query.Of(context.Tracks.AsNoTracking());
        if (json)
        {
            await foreach (var row in rows.Include(track => track.Sound).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                screen.WriteLine(row.Failure is { } failure ? JsonText.Of(new { file = RawPath.Display(row.Path), error = failure })
                    : JsonText.Of(TrackLine.Of(row)));
            }

            return 0;
        }

        var found = await rows.ToListAsync(cancellation);
        if (query.State == FileState.Failed)
        {
            found.ForEach(row => screen.WriteLine($"{RawPath.Display(row.Path)}: {row.Failure}"));
            return 0;
        }

        var table = new TextTable("file", "genre", "", "tempo", "key", "length", "artist", "title");
        found.ForEach(row => table.Add(TrackLine.Cells(row)));
        table.WriteTo(screen);
        var all = await query.Filter(context.Tracks).CountAsync(cancellation);
        screen.WriteLine($"{found.Count} of {all} {(all == 1 ? "track" : "tracks")}");
        return 0;
    }
}
