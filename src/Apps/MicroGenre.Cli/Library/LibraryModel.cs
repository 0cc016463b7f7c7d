using System.CommandLine;

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
}
