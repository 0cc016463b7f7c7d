using System.CommandLine;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Library;

/// <summary>Selects the model that analyses a library.</summary>
internal static class LibraryModel
{
    public static Option<string?> Option() => new("--model")
    {
        Description =
            "The model, as NAME for its newest version or NAME/VERSION. Default: the newest version of the model used last, "
            + $"or {ModelName.Default}.",
        HelpName = "NAME",
    };

    /// <summary>Loads the model that the user named, or the library's own.</summary>
    public static async Task<GenreModel> LoadAsync(
        LibraryDatabase database, ModelRepository models, string? named, CancellationToken cancellation) =>
        ModelName.Parse(named ?? (await new LibraryCatalog(database).LastModelAsync(cancellation))?.Split('/')[0] ?? ModelName.Default)
            .Load(models);
}
