using System.Globalization;
using System.Net;
using System.Text;
using MicroGenre.Evaluation.Reports.Charts;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A suite's report as one self-contained HTML page: it loads nothing from anywhere.</summary>
public static class SuiteHtml
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
        table { border-collapse: collapse; } .wide { overflow-x: auto; }
        th, td { padding: .25rem .6rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; } th:first-child, td:first-child, .text td { text-align: left; }
        svg { display: block; margin: .5rem 0; } details { margin: .75rem 0; border: 1px solid #ddd; border-radius: 6px; padding: .5rem .75rem; } summary { cursor: pointer; font-weight: 600; }
        @media print { details { break-inside: avoid; } }
        """;

    /// <summary>The page.</summary>
    public static string Write(SuiteReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(report.Suite.Title)}</title><style>{Style}</style></head><body>""");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(report.Suite.Title)}</h1><p>{Text(report.Suite.Source)}. Made by <code>microgenre evaluate --suite {report.Suite.Name}</code>.</p>");
        Wide(page, AccuracyBars.Draw(report.Rows));
        Table(page, report);
        page.Append(CultureInfo.InvariantCulture, $"<h2>Why measured and published differ</h2><p>{Text(report.Suite.Protocol)}</p><h2>Recall of each genre</h2>");
        Wide(page, HeatTable.Draw(
            "Recall of each genre", "row", "genre", [.. report.Rows.Select(row => row.Name)], report.Genres, (row, genre) => report.Rows[row].Confusion.Score(genre).Recall));
        page.Append("<h2>Row by row</h2>");
        foreach (var row in report.Rows)
        {
            Row(page, report, row);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Table(StringBuilder page, SuiteReport report)
    {
        page.Append("""<div class="wide"><table><tr><th></th><th>published</th><th>measured</th><th>95 % interval</th><th>macro F1</th><th>on training tracks</th><th>seconds per run</th></tr>""");
        foreach (var row in report.Rows)
        {
            var published = row.Published is { } accuracy ? Percent(accuracy) : "–";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(row.Name)}</td><td>{published}</td><td>{Percent(row.Mean)} ± {row.Deviation * 100:0.0}</td><td>{Percent(row.Interval.Low)} to {Percent(row.Interval.High)}</td><td>{row.MacroF1:0.000}</td><td>{Percent(row.TrainAccuracy)}</td><td>{row.Results.Average(result => result.Seconds):0.0}</td></tr>");
        }

        page.Append(CultureInfo.InvariantCulture, $"</table></div><p>Measured: mean accuracy over {report.Suite.Seeds.Count} seeds, ± their standard deviation. Interval: mean of the seeds’ bootstrap intervals over the test tracks.</p>");
    }

    private static void Row(StringBuilder page, SuiteReport report, SuiteReportRow row)
    {
        page.Append(CultureInfo.InvariantCulture, $"<details><summary>{Text(row.Name)}: {Percent(row.Mean)}</summary>");
        if (row.Note is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{Text(row.Note)}</p>");
        }

        page.Append("<p>Of each genre’s tracks, the share taken for each genre, over all seeds:</p>");
        Wide(page, HeatTable.Draw("Confusion matrix", "actual genre", "taken for", report.Genres, report.Genres, (actual, predicted) =>
            row.Confusion.Score(actual).Tracks is > 0 and var tracks ? (double)row.Confusion[actual, predicted] / tracks : 0));
        if (row.Results[0].History.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>Seed {row.Results[0].Seed} as it learnt:</p>");
            Wide(page, LearningCurves.Draw(row.Results[0].History));
        }

        page.Append(CultureInfo.InvariantCulture, $"""<p>The hardest tracks of seed {row.Results[0].Seed}:</p><div class="wide"><table class="text"><tr><th>track</th><th>genre</th><th>taken for</th><th>probability of its own genre</th></tr>""");
        foreach (var track in row.Results[0].Hardest)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(track.Track)}</td><td>{Text(track.Genre)}</td><td>{Text(track.TakenFor)}</td><td>{Percent(track.Probability)}</td></tr>");
        }

        page.Append("</table></div></details>");
    }

    private static void Wide(StringBuilder page, string svg) => page.Append(CultureInfo.InvariantCulture, $"""<div class="wide">{svg}</div>""");

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Percent(double share) => $"{share * 100:0.0} %";
}
