using MicroGenre.Evaluation.Metrics;
using MicroGenre.Evaluation.Reports.Charts;
using MicroGenre.Evaluation.Suites;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Writes a suite's report as one self-contained HTML page. Only players link to audio files.</summary>
internal static class SuiteHtml
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="audio">Returns the link to a track's audio; <see langword="null"/> for a track without a player. Without it, there are
    /// no players.</param>
    public static string Write(SuiteReport report, Func<string, string?>? audio = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlPage(report.Suite.Title);
        page.Paragraph(
            $"{HtmlPage.Text(report.Suite.Source)}. Made by <code>microgenre evaluate --suite {HtmlPage.Text(report.Suite.Name)}</code>.");
        page.LargeCharts([SuiteFigures.Chart(report), .. report.HasCommonGenres ? [Recall(report)] : Array.Empty<string>()]);
        Table(page, SuiteTables.Results(report));
        page.Paragraph(HtmlPage.Text(SuiteFigures.Measured));
        page.List([.. SuiteFigures.Shortfalls(report)]);
        page.Heading(SuiteFigures.ProtocolHeading(report.Suite));
        page.Paragraph(HtmlPage.Text(report.Suite.Protocol));
        foreach (var row in report.Rows.Where(row => row.Row.PublishedGenres.Count > 0))
        {
            page.Heading($"Genre by genre: {row.Name}");
            Table(page, SuiteTables.Genres(row));
        }

        page.Heading("Row by row");
        foreach (var row in report.Rows)
        {
            Row(page, row, audio);
        }

        page.Heading("What it was run on");
        Table(page, SuiteTables.Runs(report));
        return page.ToString();
    }

    private static string Recall(SuiteReport report) => HeatTable.Draw(
        "Recall of each genre", "recall of what was measured", "genre", [.. report.Rows.Select(row => row.Name)], report.Rows[0].Genres,
        (row, genre) => report.Rows[row].Confusion.Score(genre).Recall);

    private static void Table(HtmlPage page, SuiteTable table) => page.Table(table.Columns, table.Rows);

    private static void Row(HtmlPage page, SuiteReportRow row, Func<string, string?>? audio)
    {
        var first = row.Results[0];
        page.Open($"{row.Name}: {SuiteFigures.Accuracy(row)}");
        if (row.Row.Note is { } note)
        {
            page.Paragraph(HtmlPage.Text(note));
        }

        var seeds = row.Results.Count > 1 ? ", over all seeds" : "";
        var curves = first.Run.History.Count > 0 ? $"; and seed {first.Run.Seed} as it learnt" : "";
        page.Paragraph($"Of each genre’s tracks, the share taken for each genre{seeds}{curves}:");
        page.Charts([Confusion(row.Genres, row.Confusion), .. TrainingCharts.Draw(first.Run.History)]);
        page.Paragraph($"The hardest tracks of seed {first.Run.Seed}:");
        HardTracks(page, first.Hardest, audio);
        page.Close();
    }

    private static string Confusion(IReadOnlyList<string> genres, ConfusionMatrix matrix) => HeatTable.Draw(
        "Confusion matrix", "actual genre", "taken for", genres, genres,
        (actual, predicted) => matrix.Score(actual).Tracks is > 0 and var tracks ? (double)matrix[actual, predicted] / tracks : 0);

    private static void HardTracks(HtmlPage page, IReadOnlyList<HardTrack> tracks, Func<string, string?>? audio)
    {
        var players = tracks.Select(track => audio?.Invoke(track.Track)).ToList();
        string[] columns = ["track", "genre", "taken for", "probability of its own genre"];
        page.Table(
            players.Any(player => player is not null) ? [.. columns, "listen"] : columns,
            tracks.Select(track => new[] { track.Track, track.Genre, track.TakenFor, SuiteFigures.Percent(track.Probability) }),
            textColumns: 3,
            players);
    }
}
