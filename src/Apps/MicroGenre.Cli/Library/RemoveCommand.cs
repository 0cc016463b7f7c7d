using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library remove</c>: removes folders and tracks from the library. Audio files are not touched.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.ZeroOrMore, Description =
            "Folders of the library, with all tracks in them, or single tracks." };
        var gone = new Option<bool>("--gone") { Description = "Remove all files that no longer exist." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("remove", "Removes folders and tracks; audio files are not touched.",
            "microgenre library remove ~/Music/Old") { paths, gone };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var named = result.GetValue(paths) ?? [];
            if (named.Length == 0 && !result.GetValue(gone))
            {
                throw new UsageException($"Name folders or tracks to remove, or use {gone.Name}.");
            }

            using var library = options.Library(result);
            var count = await library.ForgetAsync(named, result.GetValue(gone), cancellation);
            Screen.For(json: false).WriteLine($"{count} {(count == 1 ? "file" : "files")} removed");
            return 0;
        });
        return command;
    }
}
