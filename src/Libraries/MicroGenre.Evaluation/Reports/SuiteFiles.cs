using MicroGenre.Evaluation.Suites;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A folder of suites' reports: of each its Markdown, its chart and its page, and an index that has all their tables.</summary>
/// <param name="folder">The folder; it is made when the first report is written.</param>
public sealed class SuiteFiles(string folder)
{
    private const string IndexMark = "<!-- made by microgenre evaluate -->";

    /// <summary>A suite's report as Markdown.</summary>
    public string MarkdownOf(Suite suite) => FileOf(suite, "md");

    /// <summary>A suite's page.</summary>
    public string PageOf(Suite suite) => FileOf(suite, "html");

    /// <summary>The index.</summary>
    public string Index { get; } = Path.Combine(folder, "README.md");

    /// <summary>Writes a report, and the index anew.</summary>
    /// <param name="report">The report.</param>
    /// <param name="audio">As of <see cref="SuiteHtml.Write"/>.</param>
    public void Write(SuiteReport report, Func<string, string?>? audio = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folder);
        WholeFile.Write(MarkdownOf(report.Suite), SuiteMarkdown.Write(report));
        WholeFile.Write(FileOf(report.Suite, "svg"), SuiteFigures.Chart(report));
        WholeFile.Write(PageOf(report.Suite), SuiteHtml.Write(report, audio));
        WriteIndex();
    }

    /// <summary>
    /// Writes the index of the reports that are here: the table of each, and where to read more. A file of its name that was not made so is
    /// left alone.
    /// </summary>
    public void WriteIndex()
    {
        if (File.Exists(Index) && !File.ReadLines(Index).Contains(IndexMark, StringComparer.Ordinal))
        {
            return;
        }

        var suites = Suite.All.Where(suite => File.Exists(MarkdownOf(suite))).ToList();
        var others = Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal)
            .Where(file => file != Index && suites.All(suite => MarkdownOf(suite) != file));
        WholeFile.Write(Index, string.Join(Environment.NewLine, new[]
        {
            IndexMark, "# Results", "",
            "The tables of the papers, measured, beside what was published. Each page says what its figures mean, how they were made, "
            + "and why they differ.", "",
        }.Concat(suites.SelectMany(Section)).Concat(others.Select(file => $"* [{TitleOf(file)}]({Path.GetFileName(file)})")).Append("")));
    }

    private IEnumerable<string> Section(Suite suite)
    {
        var lines = File.ReadAllLines(MarkdownOf(suite));
        return
        [
            $"## {suite.Title}", "",
            $"{suite.Source}: [how, why, and on what]({suite.Name}.md), [all charts]({suite.Name}.html).", "",
            .. lines.SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')), "",
        ];
    }

    private static string TitleOf(string file) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..]
            ?? Path.GetFileNameWithoutExtension(file);

    private string FileOf(Suite suite, string ending)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return Path.Combine(folder, $"{suite.Name}.{ending}");
    }
}
