using System.CommandLine;

namespace MicroGenre.Cli.Commands;

/// <summary>A command that the launcher <c>./microgenre</c> runs itself. It is listed here so that the help is complete.</summary>
internal static class LauncherCommand
{
    public static Command Create(string name, string description)
    {
        var command = new ExampleCommand(name, $"{description} (Run by the launcher: ./microgenre {name}.)", $"./microgenre {name}")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((Func<ParseResult, int>)(_ =>
            throw new UsageException($"'{name}' is run by the launcher in the repository's root: ./microgenre {name}")));
        return command;
    }
}
