using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>The commands of the docs run as they are printed, and print what the docs show.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class DocumentedCommandTests : IClassFixture<DocumentedModels>
{
    // In milliseconds.
    private const int Limit = 10_000;

    // Fields that are printed of some tracks only.
    private static readonly string[] Occasional = ["existing", "genre", "probability", "also", "reason", "verdict", "track", "run"];

    // Lines that do not run here.
    private static readonly Regex[] Elsewhere =
    [
        Administration(), // Changes the machine; tests of deploy/ check the files that it installs.
        Launcher(), // Starts the whole system, all tests, a benchmark or a build.
        Served(), // Needs running services; tests of the tutorial start them.
        Downloaded(), // Needs data sets that readers download.
        Shipped(), // Repeats the shipped models from the lists that they learnt from.
        Learned(), // Needs more labels than a page can give; LabelTests give them.
        Endless(), // Runs until it is stopped; LibraryTests stop it.
    ];

    private readonly DocumentedModels _models;

    public DocumentedCommandTests(DocumentedModels models) => _models = models;

    public static TheoryData<string> Pages =>
        [.. MarkdownPage.All().Where(page => page.Blocks.Any(block => CommandsOf(block).Count > 0)).Select(page => page.Path)];

    [LinuxTheory]
    [MemberData(nameof(Pages))]
    public async Task Commands_run_as_printed(string path)
    {
        using var folder = _models.Copy();
        CliResult? last = null;
        foreach (var block in MarkdownPage.Open(path).Blocks)
        {
            if (block.FileName.Length > 0)
            {
                await WriteAsync(folder, block);
            }
            else if (CommandsOf(block) is { Count: > 0 } commands)
            {
                var here = commands.Where(RunsHere).ToList();
                var result = await folder.RunAsync(here);
                Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {string.Join('\n', here)}\n{result.Error}{result.Output}");
                last = here.Count == commands.Count ? result : null;
            }
            else if (block.Language == "output" && last is not null)
            {
                DocumentedOutput.Shows(block, last.Output);
            }
        }
    }

    [LinuxTheory]
    [InlineData("uncertain", "microgenre classify song.wav --json")]
    [InlineData("action", "microgenre tag Music --json")]
    [InlineData("written", "microgenre tag Music --json")]
    [InlineData("accuracy_95", "microgenre evaluate --model a --data music-test --json")]
    [InlineData("segments", "microgenre segment song.wav --tuned --json")]
    [InlineData("secondsLeft", "microgenre library add FOLDER OTHER gtzan music; microgenre library scan --json")]
    [InlineData("sha256", "microgenre library add Music; microgenre library scan; microgenre library list --json")]
    public async Task Json_in_the_reference_has_the_fields_that_are_printed(string field, string commands)
    {
        using var folder = _models.Copy();
        var page = MarkdownPage.Open("docs", "reference", "command-line.md");
        var shown = page.Blocks.Where(block => block.Language == "json").Select(FieldsOf).Single(fields => fields.Contains(field));

        var printed = FieldsOf((await folder.RunAsync([commands])).Succeeds().OutputLines.Where(line => line.StartsWith('{')));

        Assert.Subset(printed.Concat(Occasional).ToHashSet(StringComparer.Ordinal), shown);
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs", "reference", "command-line.md"));
        Assert.All(printed, name => Assert.Matches($"[`\"]{Regex.Escape(name)}[`\"]", text));
    }

    [Fact]
    public void Most_commands_run() =>
        Assert.InRange(MarkdownPage.All().SelectMany(page => page.Blocks).SelectMany(CommandsOf).Count(RunsHere), 70, int.MaxValue);

    // Without a language, a block is commands; options.md lists forms of them instead.
    private static IReadOnlyList<string> CommandsOf(CodeBlock block) =>
        block.Language is "" or "bash" && !block.Lines.Any(line => line.Contains("[options]", StringComparison.Ordinal))
            ? [.. string.Join('\n', block.Lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
                .Select(line => line.Trim()).Where(line => line.Length > 0)]
            : [];

    private static bool RunsHere(string line) =>
        Elsewhere.All(elsewhere => !elsewhere.IsMatch(line)) && (HeavyFactAttribute.IsOn || !Heavy().IsMatch(line));

    // A hash that a page leaves to its readers is that of the file beside it.
    private static async Task WriteAsync(DocumentedFolder folder, CodeBlock block)
    {
        var text = string.Join('\n', block.Lines);
        if (text.Contains("\"sha256\": \"…\"", StringComparison.Ordinal))
        {
            using var settings = JsonDocument.Parse(text);
            var features = settings.RootElement.TryGetProperty("features", out var inner) ? inner : settings.RootElement;
            var sum = await folder.RunAsync([$"sha256sum {features.GetProperty("file").GetString()}"]);
            text = text.Replace("…", sum.Succeeds().Output.Split(' ')[0], StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(folder[block.FileName], text);
    }

    // The names of all fields, those of inner objects among them; genres are names, too, but of no field.
    private static HashSet<string> FieldsOf(CodeBlock block) => FieldsOf(block.Lines);

    private static HashSet<string> FieldsOf(IEnumerable<string> lines) =>
        [.. FieldName().Matches(string.Join('\n', lines)).Select(match => match.Groups["name"].Value)
            .Except(["blues", "classical", "rock"], StringComparer.Ordinal)];

    [GeneratedRegex(
        @"^(sudo|docker|kubectl|systemctl|ln|cp|tar|protoc|rm|mkdir|for|done|dotnet publish)\b|^name=|-\{feature-extraction",
        RegexOptions.ExplicitCapture,
        Limit)]
    private static partial Regex Administration();

    [GeneratedRegex(@"^(MICROGENRE\w+=\S+ )?(dotnet|\./microgenre (up|test|bench))\b", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Launcher();

    [GeneratedRegex("--server|^grpcurl|docs/tutorial/client", RegexOptions.None, Limit)]
    private static partial Regex Served();

    [GeneratedRegex("--model gtzan(/[45])? .*--spectrograms", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Shipped();

    [GeneratedRegex("images_original", RegexOptions.None, Limit)]
    private static partial Regex Downloaded();

    [GeneratedRegex("library watch", RegexOptions.None, Limit)]
    private static partial Regex Endless();

    [GeneratedRegex("library doubtful", RegexOptions.None, Limit)]
    private static partial Regex Learned();

    [GeneratedRegex("--recipe (cnn2d|resnet34-ensemble|calm)|--suite", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Heavy();

    [GeneratedRegex(@"""(?<name>\w+)"":", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex FieldName();
}
