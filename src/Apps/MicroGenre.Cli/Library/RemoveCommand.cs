using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Store;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library remove</c>: lets the library forget folders and tracks. No audio file is touched.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.ZeroOrMore, Description =
            "Folders that the library follows, with all tracks in them, or single tracks." };
        var gone = new Option<bool>("--gone") { Description = "Forget all files that are no longer there." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("remove", "Forgets folders and tracks; audio files stay as they are.",
            "microgenre library remove ~/Music/Old") { paths, gone };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            string[] named = [.. (result.GetValue(paths) ?? []).Select(LibraryTracks.FullPath)];
            if (named.Length == 0 && !result.GetValue(gone))
            {
                throw new UsageException($"Name what to forget, or say {gone.Name}.");
            }

            var database = await options.OpenAsync(result, cancellation);
            await using var turn = await database.TakeTurnAsync(cancellation);
            var count = await database.GuardAsync(() => ForgetAsync(database, named, result.GetValue(gone), cancellation));
            Screen.For(json: false).WriteLine($"{count} {(count == 1 ? "file" : "files")} forgotten");
            return 0;
        });
        return command;
    }

    private static async Task<int> ForgetAsync(LibraryDatabase database, string[] paths, bool gone, CancellationToken cancellation)
    {
        await using var context = database.Connect();
        var count = gone ? await context.Tracks.Where(track => track.IsGone).ExecuteDeleteAsync(cancellation) : 0;
        foreach (var path in paths)
        {
            var folders = await context.Folders.Where(folder => folder.Path == path).ExecuteDeleteAsync(cancellation);

            // Paths of a folder begin with it: by the order of bytes they lie between it and the next name.
            var (first, end) = (path + Path.DirectorySeparatorChar, path + (char)(Path.DirectorySeparatorChar + 1));
            var tracks = await context.Tracks.Where(track => track.Path == path
                || (string.Compare(track.Path, first) >= 0 && string.Compare(track.Path, end) < 0)).ExecuteDeleteAsync(cancellation);
            count += folders + tracks > 0 ? tracks
                : throw new FailureException($"The library has nothing of '{Signal.Files.RawPath.Display(path)}'.");
        }

        return count;
    }
}
