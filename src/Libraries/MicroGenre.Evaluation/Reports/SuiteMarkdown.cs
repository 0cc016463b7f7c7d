using System.Globalization;
using System.Text;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A suite's report as Markdown: the table, how it was made, and on what.</summary>
public static class SuiteMarkdown
{
    /// <summary>The report.</summary>
    public static string Write(SuiteReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {report.Suite.Title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Suite.Source}. Made by `microgenre evaluate --suite {report.Suite.Name}`; [the page with charts]({report.Suite.Name}.html).").AppendLine();
        text.AppendLine("| | published | measured | 95 % interval | top 2 | macro F1 | on training tracks | epochs | seeds | seconds per run |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in report.Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name} | {SuiteFigures.Percent(row.Row.Published)} | {SuiteFigures.Accuracy(row)} | {SuiteFigures.Percent(row.Interval.Low)} to {SuiteFigures.Percent(row.Interval.High)} | {SuiteFigures.Percent(row.Top2)} | {row.MacroF1:0.000} | {SuiteFigures.Percent(row.TrainAccuracy)} | {row.Epochs} | {SuiteFigures.Seeds(row)} | {SuiteFigures.Seconds(row)} |");
        }

        foreach (var missing in report.Missing)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {missing.Row} | {SuiteFigures.Percent(report.Suite.Rows.First(row => row.Name == missing.Row).Published)} | not measured | | | | | | | |");
        }

        text.AppendLine().AppendLine(SuiteFigures.Measured).AppendLine();
        foreach (var shortfall in SuiteFigures.Shortfalls(report).Concat(report.Rows.Where(row => row.Row.Note is not null).Select(row => $"{row.Name}: {row.Row.Note}")))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"* {shortfall}");
        }

        text.AppendLine().AppendLine("## Why measured and published differ").AppendLine().AppendLine(report.Suite.Protocol).AppendLine();
        foreach (var row in report.Rows.Where(row => row.Row.PublishedGenres.Count > 0))
        {
            Genres(text, row);
        }

        text.AppendLine("## What it was run on").AppendLine();
        text.AppendLine("| seed | split | trained on | fingerprint | measured on | fingerprint |");
        text.AppendLine("|---:|---|---:|---|---:|---|");
        foreach (var run in SuiteFigures.Runs(report))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {run.Seed} | {run.Split} | {run.Train.Tracks} tracks | `{run.Train.Fingerprint[..16]}` | {run.Test.Tracks} tracks | `{run.Test.Fingerprint[..16]}` |");
        }

        return text.ToString();
    }

    private static void Genres(StringBuilder text, SuiteReportRow row)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## Genre by genre: {row.Name}").AppendLine();
        text.AppendLine("| | recall, published | measured | precision, published | measured | tracks |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var (i, genre) in row.Genres.Index())
        {
            var (published, score) = (row.Row.PublishedGenres.GetValueOrDefault(genre), row.Confusion.Score(i));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {genre} | {SuiteFigures.Percent(published?.Recall)} | {SuiteFigures.Percent(score.Recall)} | {SuiteFigures.Percent(published?.Precision)} | {SuiteFigures.Percent(score.Precision)} | {score.Tracks / row.Results.Count} |");
        }

        text.AppendLine();
    }
}
