using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>What the docs say of the command line is so: options and command lines.</summary>
public partial class DocumentationTests
{
    // In milliseconds.
    private const int Limit = 10_000;

    private static readonly string[] LauncherCommands = ["up", "test", "bench"];

    private static readonly Lazy<Task<Dictionary<string, HashSet<string>>>> Options = new(OptionsAsync);

    [Fact]
    public async Task The_reference_lists_every_option_of_every_command_and_no_other()
    {
        var known = await Options.Value;
        var listed = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var command = "";
        foreach (var line in await File.ReadAllLinesAsync(Repository.PathOf("docs", "reference", "options.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                command = line[3..];
                listed.Add(command, []);
            }
            else if (command.Length > 0 && ListedOption().Match(line) is { Success: true } option)
            {
                listed[command].Add(option.Groups["name"].Value);
            }
        }

        Assert.Equal(known.Keys.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(known, pair => Assert.Equal(pair.Value.Order(StringComparer.Ordinal), listed[pair.Key].Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Command_lines_in_the_docs_name_commands_and_options_that_exist()
    {
        var known = await Options.Value;
        var lines = MarkdownPage.All().SelectMany(page => page.Blocks.Where(block => block.Language is "" or "bash")
                .SelectMany(block => CommandLines(block)).Select(line => (page.Path, Line: line)))
            .Where(line => !LauncherCommands.Contains(line.Line.Split(' ')[0], StringComparer.Ordinal))
            .ToList();

        Assert.NotEmpty(lines);
        Assert.Empty(lines.SelectMany(line => UnknownWords(line.Line, known).Select(word => $"{line.Path}: {word} in '{line.Line}'")));
    }

    private static async Task<Dictionary<string, HashSet<string>>> OptionsAsync()
    {
        var commands = (await CommandsAsync()).Except(LauncherCommands, StringComparer.Ordinal).ToList();
        foreach (var command in commands.ToList())
        {
            commands.AddRange((await CommandsAsync(command)).Select(sub => $"{command} {sub}"));
        }

        var options = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var command in commands)
        {
            var help = (await WarmCli.RunAsync([.. command.Split(' '), "--help"])).Succeeds().OutputLines;
            options.Add(command, [.. help.Select(line => HelpOption().Match(line)).Where(match => match.Success)
                .Select(match => match.Groups["name"].Value)]);
        }

        return options;
    }

    private static async Task<IEnumerable<string>> CommandsAsync(params string[] command) =>
        (await WarmCli.RunAsync([.. command, "--help"])).Succeeds().OutputLines
            .SkipWhile(line => line != "Commands:")
            .Select(line => Command().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value);

    // Lines of a block that start the program, without it and without comments and redirections; a backslash continues a line.
    private static IEnumerable<string> CommandLines(CodeBlock block) =>
        string.Join('\n', block.Lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Select(line => CommandLine().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["arguments"].Value.Trim());

    private static IEnumerable<string> UnknownWords(string line, Dictionary<string, HashSet<string>> known)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["--help" or "--version" or "COMMAND" or "…", ..])
        {
            return [];
        }

        var command = words.Length > 1 && known.ContainsKey($"{words[0]} {words[1]}") ? $"{words[0]} {words[1]}" : words[0];
        return known.TryGetValue(command, out var options)
            ? words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && word is not "--help"
                && !options.Contains(word.Split('=')[0]))
            : [command];
    }

    [GeneratedRegex(@"^\| `(?<name>--[\w-]+)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex ListedOption();

    [GeneratedRegex(@"^  (?<name>--[\w-]+)( |$)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex HelpOption();

    [GeneratedRegex(@"^  (?<name>[a-z]+) ", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Command();

    [GeneratedRegex(@"^\s*(\w+=\S+ )*(cat \S+ \| )?(\./)?microgenre (?<arguments>[^#|>]+)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex CommandLine();
}
