using System.CommandLine;
using System.CommandLine.Parsing;
using MicroGenre.Learning;

namespace MicroGenre.Cli;

/// <summary>Describes errors in the arguments in one sentence, with a suggestion.</summary>
internal static class UsageErrors
{
    /// <summary>The first error; <see langword="null"/> if there is none.</summary>
    public static string? Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (!command.TreatUnmatchedTokensAsErrors || result.Action is { ClearsParseErrors: true })
        {
            return null;
        }

        if (command.Subcommands.Count > 0 && result.UnmatchedTokens is [var name, ..] && !IsOption(name))
        {
            var nearest = NearestNames.To(name, command.Subcommands.Select(known => known.Name));
            return $"There is no command '{name}'{(nearest.Count > 0 ? $"; did you mean '{string.Join("' or '", nearest)}'?" : ".")}";
        }

        if (UnknownOption(result) is { } option)
        {
            var nearest = NearestNames.To(option, OptionsOf(result.CommandResult));
            return $"There is no option "
                + $"'{option}'{(nearest.Count > 0 ? $"; did you mean '{nearest[0]}'?" : $" (a file of that name is ./{option}).")}";
        }

        return result.Errors is [var error, ..] ? InWords(error.Message) : null;
    }

    // An argument that accepts several files also accepts mistyped options.
    private static string? UnknownOption(ParseResult result) => result.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument && IsOption(token.Value))
        .Select(token => token.Value.Split('=')[0])
        .FirstOrDefault();

    private static bool IsOption(string text) => text is ['-', '-', not '-', ..] or ['-', >= 'A' and <= 'z', ..];

    private static IEnumerable<string> OptionsOf(SymbolResult? result) => result is CommandResult command
        ? command.Command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).Concat(OptionsOf(command.Parent))
        : [];

    // The parser's messages contain .NET types instead of "number".
    private static string InWords(string message) => message
        .Replace("expected type 'System.Nullable`1[System.Int32]'", "a whole number", StringComparison.Ordinal)
        .Replace("expected type 'System.Nullable`1[System.Double]'", "a number", StringComparison.Ordinal);
}
