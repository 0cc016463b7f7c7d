using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library add</c>: lets the library follow folders.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("folder") { Arity = ArgumentArity.OneOrMore, Description =
            "Folders of music; those in them are gone through, too." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("add", "Lets the library follow folders, and makes it where there is none.",
            "microgenre library add ~/Music") { folders };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            string[] paths = [.. result.GetRequiredValue(folders).Select(Checked)];
            var database = options.Database(result);
            await database.CreateAsync(cancellation);
            await database.GuardAsync(() => AddAsync(database, paths, cancellation));
            return 0;
        });
        return command;
    }

    private static string Checked(string folder) => FileStatus.Of(folder).Kind == FileKind.Folder
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))
        : throw new FailureException($"There is no folder '{RawPath.Display(folder)}'.");

    private static async Task<int> AddAsync(LibraryDatabase database, string[] paths, CancellationToken cancellation)
    {
        await using var context = database.Connect();
        var known = await context.Folders.Select(folder => folder.Path).ToListAsync(cancellation);
        var screen = Screen.For(json: false);
        foreach (var path in paths)
        {
            var isKnown = known.Contains(path, StringComparer.Ordinal);
            if (!isKnown)
            {
                context.Add(new LibraryFolder { Path = path });
                known.Add(path);
            }

            screen.WriteLine($"{RawPath.Display(path)} {(isKnown ? "is followed already" : "added")}");
        }

        return await context.SaveChangesAsync(cancellation);
    }
}
