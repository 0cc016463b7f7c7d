using MicroGenre.Evaluation.Reports.Charts;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A folder of suite reports: for each its Markdown, chart and HTML page, and an index with all tables.</summary>
/// <param name="folder">The folder; created with the first report.</param>
public sealed class SuiteFiles(string folder)
{
    private const string ChartName = "protocols.svg";
    private const string IndexMark = "<!-- made by microgenre evaluate -->";

    /// <summary>The Markdown file of a suite's report.</summary>
    public string MarkdownOf(Suite suite) => FileOf(suite, "md");

    /// <summary>The HTML page of a suite.</summary>
    public string PageOf(Suite suite) => FileOf(suite, "html");

    /// <summary>The index file.</summary>
    public string Index { get; } = Path.Combine(folder, "README.md");

    /// <summary>The rows with results on the existing page of a suite, but not in another report of it.</summary>
    public IReadOnlyList<MissingRow> RowsLostBy(SuiteReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var written = SuiteSummary.TryRead(FileOf(report.Suite, "json"))?.Rows ?? [];
        return [.. report.Missing.IntersectBy(written.Select(row => row.Name), missing => missing.Row, StringComparer.Ordinal)];
    }

    /// <summary>Writes a report and updates the index.</summary>
    /// <param name="report">The report.</param>
    /// <param name="audio">See <see cref="SuiteHtml.Write"/>.</param>
    public void Write(SuiteReport report, Func<string, string?>? audio = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folder);
        WholeFile.Write(MarkdownOf(report.Suite), SuiteMarkdown.Write(report));
        WholeFile.Write(FileOf(report.Suite, "svg"), SuiteFigures.Chart(report));
        WholeFile.Write(PageOf(report.Suite), SuiteHtml.Write(report, audio));
        foreach (var row in report.Rows.Where(SuiteFigures.HasFigure))
        {
            WholeFile.Write(
                Path.Combine(folder, SuiteFigures.FileOf(report, row)), TrainingCurves.ToSvg(row.Results[0].Run.History));
        }

        foreach (var test in OverfittingTest.Of(report))
        {
            WholeFile.Write(Path.Combine(folder, test.FileOf(report.Suite)), test.Chart());
        }

        SuiteSummary.Of(report).Save(FileOf(report.Suite, "json"));
        WriteIndex();
    }

    /// <summary>
    /// Writes the index of the reports in the folder: the table of each, with links; and the page that says what the papers' figures are
    /// worth. An existing index that was not generated is left unchanged.
    /// </summary>
    public void WriteIndex()
    {
        if (File.Exists(Index) && !File.ReadLines(Index).Contains(IndexMark, StringComparer.Ordinal))
        {
            return;
        }

        new WorthPage(folder).Write();
        var suites = Suite.All.Where(suite => File.Exists(MarkdownOf(suite))).ToList();
        var others = Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal)
            .Where(file => file != Index && suites.All(suite => MarkdownOf(suite) != file));
        WholeFile.Write(Index, string.Join(Environment.NewLine, new[]
        {
            IndexMark, "# Results", "",
            "The tables of the papers with the published and the measured results. Each page explains its figures, the method and the "
            + "differences.", "",
        }
        .Concat(Chart(suites)).Concat(suites.SelectMany(Section))
        .Concat(others.Select(file => $"* [{TitleOf(file)}]({Path.GetFileName(file)})")).Append("")));
    }

    // One chart over all methods, which several suites may share.
    private IReadOnlyList<string> Chart(IReadOnlyList<Suite> suites)
    {
        var rows = suites.Where(suite => !suite.WithinTraining)
            .Select(suite => SuiteSummary.TryRead(FileOf(suite, "json"))).OfType<SuiteSummary>()
            .SelectMany(summary => summary.Rows).DistinctBy(row => row.Name, StringComparer.Ordinal).ToList();
        if (rows.TrueForAll(row => row.Paper is null || row.ArtistAware is null))
        {
            return [];
        }

        WholeFile.Write(Path.Combine(folder, ChartName), ProtocolChart.Draw(rows));
        return
        [
            "Most figures of the papers come from random splits, in which a model has heard the artists of its test tracks. The chart "
            + "shows each method both ways: a line between its dots is what a random split adds.", "",
            $"![Accuracy of each method: published, by the paper's protocol, and artist-aware]({ChartName})", "",
        ];
    }

    private IEnumerable<string> Section(Suite suite)
    {
        var lines = File.ReadAllLines(MarkdownOf(suite));
        return
        [
            $"## {suite.Title}", "",
            $"{suite.Source}: [details]({suite.Name}.md), [all charts]({suite.Name}.html).", "",
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
