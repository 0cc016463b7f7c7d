using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library add</c>: adds folders to the library.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("folder") { Arity = ArgumentArity.OneOrMore, Description =
            "Folders of music, searched recursively." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("add", "Adds folders to the library, and creates the library if necessary.",
            "microgenre library add ~/Music") { folders };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var library = options.Library(result);
            var screen = Screen.For(json: false);
            foreach (var (folder, isNew) in await library.AddAsync(result.GetRequiredValue(folders), cancellation))
            {
                screen.WriteLine($"{RawPath.Display(folder)} {(isNew ? "added" : "is already in the library")}");
            }

            return 0;
        });
        return command;
    }
}
