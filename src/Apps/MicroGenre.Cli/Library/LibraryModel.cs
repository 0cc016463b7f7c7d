using System.CommandLine;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Cli.Library;

/// <summary>Which model analyses a library.</summary>
internal static class LibraryModel
{
    public static Option<string?> Option() => new("--model")
    {
        Description =
            "The model, as NAME for its newest version or NAME/VERSION. Default: the newest version of the one that analysed the library "
            + $"last, else {ModelName.Default}.",
        HelpName = "NAME",
    };

    /// <summary>The model that the user named, or the library's own.</summary>
    public static async Task<GenreModel> LoadAsync(
        LibraryDatabase database, ModelRepository models, string? named, CancellationToken cancellation) =>
        ModelName.Parse(named ?? (await LastAsync(database, cancellation))?.Split('/')[0] ?? ModelName.Default).Load(models);

    /// <summary>The model that analysed the library last, as NAME/VERSION.</summary>
    public static Task<string?> LastAsync(LibraryDatabase database, CancellationToken cancellation) => database.GuardAsync(async () =>
    {
        await using var context = database.Connect();
        return await context.Tracks.Where(track => track.Model != null).OrderByDescending(track => track.Analyzed)
            .Select(track => track.Model).FirstOrDefaultAsync(cancellation);
    });
}
