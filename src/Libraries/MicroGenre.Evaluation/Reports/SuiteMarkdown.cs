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
        text.AppendLine("| | published | measured | 95 % interval | macro F1 | on training tracks | seconds per run |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var row in report.Rows)
        {
            var published = row.Published is { } accuracy ? Percent(accuracy) : "–";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name}{(row.Note is null ? "" : $" ({row.Note})")} | {published} | {Percent(row.Mean)} ± {row.Deviation * 100:0.0} | {Percent(row.Interval.Low)} to {Percent(row.Interval.High)} | {row.MacroF1:0.000} | {Percent(row.TrainAccuracy)} | {row.Results.Average(result => result.Seconds):0.0} |");
        }

        text.AppendLine();
        text.AppendLine("*Measured* is the mean accuracy over the seeds, ± their standard deviation; the interval is the mean of the seeds' bootstrap intervals over the test tracks.").AppendLine();
        text.AppendLine("## Why measured and published differ").AppendLine().AppendLine(report.Suite.Protocol).AppendLine();
        text.AppendLine("## What it was run on").AppendLine();
        text.AppendLine("| seed | split | trained on | fingerprint | measured on | fingerprint |");
        text.AppendLine("|---:|---|---:|---|---:|---|");
        foreach (var result in report.Rows.SelectMany(row => row.Results).DistinctBy(result => (result.Seed, result.Train.Fingerprint, result.Test.Fingerprint)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {result.Seed} | {result.Split} | {result.Train.Tracks} tracks | `{result.Train.Fingerprint[..16]}` | {result.Test.Tracks} tracks | `{result.Test.Fingerprint[..16]}` |");
        }

        return text.ToString();
    }

    private static string Percent(double share) => $"{share * 100:0.0} %";
}
