using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Catalog;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library add</c>: adds folders to the library.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("folder") { Arity = ArgumentArity.OneOrMore, Description =
            "Folders of music, searched recursively." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("add", "Adds folders to the library, and creates the library if necessary.",
            "microgenre library add ~/Music") { folders };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            string[] paths = [.. result.GetRequiredValue(folders).Select(Checked)];
            var database = options.Database(result);
            await database.CreateAsync(cancellation);
            var added = await new LibraryCatalog(database).FollowAsync(paths, cancellation);
            var screen = Screen.For(json: false);
            foreach (var path in paths.Distinct(StringComparer.Ordinal))
            {
                var isNew = added.Contains(path, StringComparer.Ordinal);
                screen.WriteLine($"{RawPath.Display(path)} {(isNew ? "added" : "is already in the library")}");
            }

            return 0;
        });
        return command;
    }

    private static string Checked(string folder) => FileStatus.Of(folder).Kind == FileKind.Folder
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))
        : throw new FailureException($"There is no folder '{RawPath.Display(folder)}'.");
}
