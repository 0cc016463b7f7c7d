using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>A file of C# as far as its names go.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Namespace">The namespace of its types.</param>
/// <param name="Usings">The namespaces of ours that it opens.</param>
/// <param name="Types">The types at its outermost level.</param>
/// <param name="Words">The names that it uses by themselves, not as a member of something else.</param>
internal sealed partial record SourceFile(
    string Path, string Namespace, IReadOnlySet<string> Usings, IReadOnlyList<string> Types, IReadOnlySet<string> Words)
{
    /// <summary>Every file with a namespace below a folder.</summary>
    public static IReadOnlyList<SourceFile> Below(params string[] folder) =>
        [.. Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories).Select(Read).OfType<SourceFile>()];

    private static SourceFile? Read(string path)
    {
        var text = File.ReadAllText(path);
        var code = Strings().Replace(Comments().Replace(text, ""), "");
        return NamespaceLine().Match(code) is { Success: true } found
            ? new SourceFile(path, found.Groups[1].Value, All(UsingLine(), code), [.. All(TypeLine(), code)], All(Word(), code))
            : null;
    }

    private static HashSet<string> All(Regex pattern, string code) =>
        pattern.Matches(code).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    // In milliseconds.
    private const int Limit = 10_000;

    [GeneratedRegex("//.*", RegexOptions.None, Limit)]
    private static partial Regex Comments();

    [GeneratedRegex(@"""(?:\\.|[^""\\\n])*""", RegexOptions.None, Limit)]
    private static partial Regex Strings();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?<name>MicroGenre[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^(?:public|internal)[\w ]* (?:class|record struct|record|interface|enum|struct) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"(?<![.\w])(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Word();
}
