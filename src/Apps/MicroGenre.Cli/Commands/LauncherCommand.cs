using System.CommandLine;

namespace MicroGenre.Cli.Commands;

/// <summary>
/// What the launcher <c>./microgenre</c> does itself, before this program: it is listed here so that one help shows everything.
/// </summary>
internal static class LauncherCommand
{
    public static Command Create(string name, string description)
    {
        var command = new ExampleCommand(name, $"{description} (By the launcher, ./microgenre {name}.)", $"./microgenre {name}")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((Func<ParseResult, int>)(_ =>
            throw new UsageException($"'{name}' is run by the launcher in the repository's root: ./microgenre {name}")));
        return command;
    }
}
