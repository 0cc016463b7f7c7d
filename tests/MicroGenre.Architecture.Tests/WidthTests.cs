using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>Code and docs fit a screen beside another.</summary>
public partial class WidthTests
{
    private const int Widest = 140;

    // In milliseconds.
    private const int Limit = 10_000;

    private static readonly string[] Places =
        ["Aspire.AppHost", "Aspire.ServiceDefaults", "build", "docs", "models", "protos", "src", "tests"];

    // What programs wrote is as wide as it came.
    private static readonly string[] Generated = ["docs/results/", "src/Libraries/MicroGenre.Collections/Store/Compiled/"];

    [Fact]
    public void No_line_of_code_or_docs_is_wider_than_140_columns()
    {
        var files = Places.SelectMany(place => Directory.EnumerateFiles(Repository.PathOf(place), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".proto"
                && !Array.Exists(Generated, place => file.StartsWith(place, StringComparison.Ordinal)));

        Assert.Empty(files.SelectMany(TooWide));
    }

    private static IEnumerable<string> TooWide(string file)
    {
        var lines = File.ReadAllLines(Repository.PathOf(file));
        var isCode = !file.EndsWith(".md", StringComparison.Ordinal);
        string? literal = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var inside = literal is not null;
            literal = isCode ? RawLiteral(lines[i], literal) : Fence(lines[i], literal);
            if (lines[i].Length > Widest && !inside && literal is null && !IsWhole(lines[i], isCode))
            {
                yield return $"{file}:{i + 1} has {lines[i].Length} columns.";
            }
        }
    }

    // Rows of tables and words without a space cannot be broken, and what is quoted as it is must not be.
    private static bool IsWhole(string line, bool isCode)
    {
        var text = line.Trim();
        return !text.Contains(' ', StringComparison.Ordinal)
            || (isCode ? Quotes().IsMatch(text) : text.StartsWith('|'));
    }

    private static string? RawLiteral(string line, string? open)
    {
        if (open is not null)
        {
            return line.Contains(open, StringComparison.Ordinal) ? null : open;
        }

        var quotes = Quotes().Matches(line);
        return quotes.Count % 2 == 1 ? quotes[0].Value : null;
    }

    private static string? Fence(string line, string? open) =>
        line.TrimStart().StartsWith("```", StringComparison.Ordinal) != open is not null ? "```" : null;

    [GeneratedRegex("\"{3,}", RegexOptions.None, Limit)]
    private static partial Regex Quotes();
}
