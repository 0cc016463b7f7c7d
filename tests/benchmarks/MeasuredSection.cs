namespace MicroGenre.Benchmarks;

/// <summary>The part of a page that a benchmark writes: what stands between two comments of HTML.</summary>
internal static class MeasuredSection
{
    /// <summary>Puts tables in the place of those that stand there.</summary>
    /// <param name="path">The page.</param>
    /// <param name="name">The section's name: it begins at <c>&lt;!-- name: begin --&gt;</c>.</param>
    /// <param name="tables">What takes its place.</param>
    /// <exception cref="InvalidDataException">The page has no such section.</exception>
    public static void Replace(string path, string name, IEnumerable<BenchmarkTable> tables)
    {
        var (page, begin, end) = (File.ReadAllText(path), $"<!-- {name}: begin -->", $"<!-- {name}: end -->");
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidDataException($"{path} has no section between '{begin}' and '{end}'.");
        }

        var markdown = string.Join('\n', tables.Select(table => table.ToMarkdown()));
        File.WriteAllText(path, $"{page[..(from + begin.Length)]}\n\n{markdown}\n{page[to..]}");
    }
}
