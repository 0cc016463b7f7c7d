using System.Text.RegularExpressions;

namespace MicroGenre.Testing;

/// <summary>A Markdown page of the repository: its links, headings and code blocks.</summary>
public sealed partial class MarkdownPage
{
    // In milliseconds.
    private const int Limit = 10_000;

    private MarkdownPage(string path)
    {
        Path = path;
        var prose = new List<string>();
        var blocks = new List<CodeBlock>();
        List<string>? open = null;
        foreach (var line in File.ReadLines(Repository.PathOf(path)))
        {
            var fence = Fence().Match(line);
            if (fence.Success && open is null)
            {
                open = [];
                blocks.Add(new CodeBlock(fence.Groups["language"].Value, fence.Groups["file"].Value, open));
            }
            else if (fence.Success)
            {
                open = null;
            }
            else
            {
                (open ?? prose).Add(line);
            }
        }

        Blocks = blocks;
        Rows = [.. prose.Where(line => line.StartsWith('|') && !Ruler().IsMatch(line)).Select(Cells)];
        Anchors = Slugs(prose.Where(line => Heading().IsMatch(line)));
        Links = [.. prose.SelectMany(line => Link().Matches(InlineCode().Replace(line, ""))).Select(match => match.Groups["target"].Value)];
    }

    /// <summary>The path relative to the repository's root, with slashes.</summary>
    public string Path { get; }

    /// <summary>The code blocks, in order.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The targets of links and pictures outside code.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>The anchors that GitHub gives to the headings.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The cells of each row of all tables, including the header rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>Opens the page at a path relative to the repository's root.</summary>
    public static MarkdownPage Open(params string[] parts) => new(string.Join('/', parts));

    /// <summary>Opens the pages at the root, in <c>docs</c> and in <c>models</c>.</summary>
    public static IEnumerable<MarkdownPage> All() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Append(Repository.PathOf("models", "README.md"))
            .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownPage(path));

    private static IReadOnlyList<string> Cells(string row) => [.. Divider().Split(row.Trim().Trim('|')).Select(cell => cell.Trim())];

    private static HashSet<string> Slugs(IEnumerable<string> headings)
    {
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            var slug = Dropped().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');
            for (var number = 0; !slugs.Add(number == 0 ? slug : $"{slug}-{number}"); number++)
            {
                // A repeated heading gets the next number.
            }
        }

        return slugs;
    }

    [GeneratedRegex(@"^[|\s:-]+$", RegexOptions.None, Limit)]
    private static partial Regex Ruler();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, Limit)]
    private static partial Regex Divider();

    [GeneratedRegex(@"^\s*```(?<language>\S*) ?(?<file>\S*)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6} ", RegexOptions.None, Limit)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]", RegexOptions.None, Limit)]
    private static partial Regex Dropped();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, Limit)]
    private static partial Regex InlineCode();

    [GeneratedRegex("""(\]\(|src=")(?<target>[^)"\s]+)""", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Link();
}

/// <summary>A fenced code block of a page.</summary>
/// <param name="Language">The word after the opening fence; empty if there is none.</param>
/// <param name="FileName">The word after the language: the file that a reader writes the block to; empty if there is none.</param>
/// <param name="Lines">The lines between the fences.</param>
public sealed record CodeBlock(string Language, string FileName, IReadOnlyList<string> Lines);
