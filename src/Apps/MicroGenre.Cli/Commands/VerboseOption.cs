using System.CommandLine;

namespace MicroGenre.Cli.Commands;

/// <summary>The option <c>--verbose</c> of commands that process folders.</summary>
internal static class VerboseOption
{
    public static Option<bool> Create() => new("--verbose")
    {
        Description = "List each skipped file of a folder with the reason, as --json does.",
    };
}
