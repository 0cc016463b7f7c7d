using System.CommandLine;

namespace MicroGenre.Cli.Tagging;

/// <summary>The folder of journals: <c>--journals</c>, or a folder beside the models.</summary>
internal static class JournalFolder
{
    // A name that no model can have.
    private const string Name = ".journals";

    public static Option<string?> Option() => new("--journals")
    {
        Description = $"The folder of journals, by which 'library undo' takes runs back. Default: {Name}/ in the folder of models.",
        HelpName = "FOLDER",
    };

    /// <summary>The folder, which need not exist.</summary>
    /// <param name="named">The folder that the user named, if any.</param>
    /// <param name="models">The folder of models.</param>
    public static string Of(string? named, string models) => named ?? Path.Combine(models, Name);
}
