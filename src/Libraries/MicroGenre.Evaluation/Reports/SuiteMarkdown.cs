using System.Globalization;
using System.Text;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Writes a suite's report as Markdown: table and chart, protocol, and data.</summary>
/// <example><code>
/// static void Write(SuiteReport report) => File.WriteAllText("table.md", SuiteMarkdown.Write(report));
/// </code></example>
public static class SuiteMarkdown
{
    /// <summary>Writes the report. It shows the chart and links to the page that <see cref="SuiteFiles"/> writes next to it.</summary>
    public static string Write(SuiteReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (suite, text) = (report.Suite, new StringBuilder());
        text.AppendLine(CultureInfo.InvariantCulture, $"# {suite.Title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{suite.Source}. Made by `microgenre evaluate --suite {suite.Name}`; [the page with all charts]({suite.Name}.html).")
                .AppendLine();
        Table(text, SuiteTables.Results(report));
        text.AppendLine(CultureInfo.InvariantCulture, $"![Accuracy of each row, measured and published]({suite.Name}.svg)").AppendLine();
        text.AppendLine(SuiteFigures.Measured).AppendLine();
        foreach (var shortfall in SuiteFigures.Shortfalls(report)
            .Concat(report.Rows.Where(row => row.Row.Note is not null).Select(row => $"{row.Name}: {row.Row.Note}")))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"* {shortfall}");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {SuiteFigures.ProtocolHeading(suite)}").AppendLine()
            .AppendLine(suite.Protocol).AppendLine();
        foreach (var row in report.Rows.Where(row => row.Row.PublishedGenres.Count > 0))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"## Genre by genre: {row.Name}").AppendLine();
            Table(text, SuiteTables.Genres(row));
        }

        text.AppendLine("## What it was run on").AppendLine();
        Table(text, SuiteTables.Runs(report));
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    private static void Table(StringBuilder text, SuiteTable table)
    {
        Line(text, table.Columns);
        text.Append("|---|").Insert(text.Length, "---:|", table.Columns.Count - 1).AppendLine();
        foreach (var row in table.Rows)
        {
            Line(text, row);
        }

        text.AppendLine();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
