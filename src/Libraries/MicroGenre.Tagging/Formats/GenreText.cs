using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroGenre.Tagging.Formats;

/// <summary>
/// Reads the texts of genre fields. Some are numbers of ID3v1 in parentheses, <c>(17)</c>, one or several, with or without a name behind
/// them (id3.org/id3v2.3.0, TCON); programs have copied such texts to fields of other formats.
/// </summary>
internal static partial class GenreText
{
    // In milliseconds.
    private const int Limit = 1_000;

    private const string Remix = "RX";
    private const string Cover = "CR";

    /// <summary>The first list that is not empty; the empty list if there is none.</summary>
    public static IReadOnlyList<string> First(IEnumerable<IReadOnlyList<string>> genres) =>
        genres.FirstOrDefault(list => list.Count > 0) ?? [];

    /// <summary>The names in the texts of any field, each once.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<string> texts) => Distinct(texts.SelectMany(NamesIn));

    /// <summary>The names in the texts of an ID3v2 tag, in which numbers need no parentheses.</summary>
    public static IReadOnlyList<string> Id3Names(IEnumerable<string> texts) => Distinct(texts.SelectMany(text =>
        NameOf(text) is { } name ? [name]
        : text.StartsWith("((", StringComparison.Ordinal) ? [text[1..]]
        : NamesIn(text)));

    /// <summary>Protects a name in an ID3v2 tag that begins like a number in parentheses.</summary>
    public static string Escape(string name) =>
        name.StartsWith("((", StringComparison.Ordinal) || Numbered().IsMatch(name) ? $"({name}" : name;

    private static IEnumerable<string> NamesIn(string text)
    {
        if (Numbered().Match(text) is not { Success: true } match
            || match.Groups["number"].Captures.Select(number => NameOf(number.Value)).ToList() is not { } names || names.Contains(null))
        {
            return [text];
        }

        var rest = text[match.Length..].Trim();
        rest = rest.StartsWith("((", StringComparison.Ordinal) ? rest[1..] : rest;
        return [.. names.OfType<string>(), .. rest.Length > 0 ? [rest] : (string[])[]];
    }

    private static string? NameOf(string number) => number switch
    {
        Remix => "Remix",
        Cover => "Cover",
        _ => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? Id3v1Genres.NameOf(value) : null,
    };

    private static string[] Distinct(IEnumerable<string> names) =>
        [.. names.Where(name => name.Trim().Length > 0).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^(\((?<number>[0-9]{1,3}|RX|CR)\))+", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Numbered();
}
