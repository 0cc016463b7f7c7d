using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>The docs name every metric and every status of the services, and no other.</summary>
public partial class TelemetryReferenceTests
{
    // In milliseconds.
    private const int Limit = 10_000;

    private static readonly string[] Places = ["Aspire.ServiceDefaults", "src/Services", "src/Apps/MicroGenre.Web"];

    // What the frameworks answer by themselves; nobody's mistake and nobody's feature.
    private static readonly string[] Unremarkable = ["UNIMPLEMENTED", "UNKNOWN"];

    [Fact]
    public void The_table_of_metrics_lists_those_that_services_have()
    {
        var made = Sources("*Metrics.cs").SelectMany(source => InstrumentName().Matches(source))
            .Select(match => match.Groups["name"].Value);

        var listed = Rows("docs/operations.md", "| metric | meaning |");

        Assert.Equal(made.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_statuses_lists_those_that_services_answer_with()
    {
        var answered = Sources("*.cs").SelectMany(source => Status().Matches(source)).Select(match => NameOf(match.Groups["code"].Value))
            .Except(Unremarkable, StringComparer.Ordinal);

        var listed = Rows("docs/reference/services.md", "| status | when |");

        Assert.Equal(answered.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Sources(string pattern) => Places
        .SelectMany(place => Directory.EnumerateFiles(Repository.PathOf(place), pattern, SearchOption.AllDirectories))
        .Select(File.ReadAllText);

    // InvalidArgument becomes INVALID_ARGUMENT, as gRPC spells it.
    private static string NameOf(string code) => WordStart().Replace(code, "_").ToUpperInvariant();

    /// <summary>What is quoted in the first column of a table.</summary>
    private static IEnumerable<string> Rows(string page, string header) => File.ReadLines(Repository.PathOf(page.Split('/')))
        .SkipWhile(line => line != header).Skip(2).TakeWhile(line => line.StartsWith('|'))
        .SelectMany(line => Quoted().Matches(line.Split('|')[1])).Select(match => match.Groups["name"].Value);

    // The name before the unit, or a constant of a class of metrics.
    [GeneratedRegex("""
        "(?<name>(microgenre|rpc)[.][a-z_.]+)"(,\s*"([{][a-z]+[}]|s)"|;)
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, Limit)]
    private static partial Regex InstrumentName();

    [GeneratedRegex(@"\bStatusCode\.(?<code>[A-Z][a-z]\w+)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Status();

    [GeneratedRegex("(?<!^)(?=[A-Z])", RegexOptions.None, Limit)]
    private static partial Regex WordStart();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Quoted();
}
