using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Catalog;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library remove</c>: lets the library forget folders and tracks. No audio file is touched.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.ZeroOrMore, Description =
            "Folders that the library follows, with all tracks in them, or single tracks." };
        var gone = new Option<bool>("--gone") { Description = "Forget all files that no longer exist." };
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
            var count = await new LibraryCatalog(database).ForgetAsync(named, result.GetValue(gone), cancellation);
            Screen.For(json: false).WriteLine($"{count} {(count == 1 ? "file" : "files")} forgotten");
            return 0;
        });
        return command;
    }
}
