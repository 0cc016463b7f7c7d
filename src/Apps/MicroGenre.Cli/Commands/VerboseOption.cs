using System.CommandLine;

namespace MicroGenre.Cli.Commands;

/// <summary>The option <c>--verbose</c> of commands that go through folders.</summary>
internal static class VerboseOption
{
    public static Option<bool> Create() => new("--verbose")
    {
        Description = "List each file of a folder that is left out, and why; --json does, too.",
    };
}
