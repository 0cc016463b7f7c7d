using System.Globalization;
using MicroGenre.Contracts;
using MicroGenre.Evaluation;
using MicroGenre.Evaluation.Reports;

namespace MicroGenre.Evaluating;

/// <summary>Maps reports between the library and the contract.</summary>
internal static class ReportMapping
{
    public static Report ToReport(KeptReport kept)
    {
        var report = kept.Report;
        var (model, version) = NameOf(report);
        var message = new Report
        {
            Id = kept.Id,
            Model = model,
            Version = version,
            Tracks = report.Tracks,
            Skipped = report.Skipped.Count,
            Accuracy = report.Accuracy,
            Accuracy95 = new Interval { Low = report.Accuracy95[0], High = report.Accuracy95[1] },
            Top2 = report.Top2,
            MacroF1 = report.MacroF1,
            Json = report.ToJson(),
        };
        if (report.SeenInTraining is { } seen)
        {
            message.SeenInTraining = seen;
        }

        message.Genres.AddRange(report.PerGenre.Select(genre => new GenreScore
        {
            Label = genre.Key,
            Precision = genre.Value.Precision,
            Recall = genre.Value.Recall,
            F1 = genre.Value.F1,
            Tracks = genre.Value.Tracks,
        }));
        message.Confusion.AddRange(report.Confusion.Select(counts =>
        {
            var row = new ConfusionRow();
            row.Counts.AddRange(counts);
            return row;
        }));
        return message;
    }

    public static ReportSummary ToSummary(KeptReport kept)
    {
        var (model, version) = NameOf(kept.Report);
        return new ReportSummary
        {
            Id = kept.Id, Model = model, Version = version, Tracks = kept.Report.Tracks, Accuracy = kept.Report.Accuracy,
                Created = kept.Created.ToUnixTimeSeconds(),
        };
    }

    public static Contracts.Comparison ToComparison(Evaluation.Comparison comparison)
    {
        var message = new Contracts.Comparison
        {
            FirstAccuracy = comparison.FirstAccuracy,
            SecondAccuracy = comparison.SecondAccuracy,
            Difference = comparison.Difference,
            Difference95 = new Interval { Low = comparison.Difference95[0], High = comparison.Difference95[1] },
            CommonTracks = comparison.CommonTracks,
        };
        if (comparison.McNemar is { } test)
        {
            message.Mcnemar = new McNemar
            {
                OnlyFirst = test.OnlyFirst,
                OnlySecond = test.OnlySecond,
                Statistic = test.Statistic,
                P = test.P,
            };
        }

        return message;
    }

    public static Contracts.SuiteReport ToReport(Evaluation.Reports.SuiteReport report)
    {
        var message = new Contracts.SuiteReport { Name = report.Suite.Name, Markdown = SuiteMarkdown.Write(report) };
        message.Rows.AddRange(report.Rows.Select(ToRow));
        message.Missing.AddRange(report.Missing.Select(missing => new MissingSuiteRow { Name = missing.Row, Reason = missing.Reason }));
        return message;
    }

    private static Contracts.SuiteReportRow ToRow(Evaluation.Reports.SuiteReportRow row)
    {
        var message = new Contracts.SuiteReportRow
        {
            Name = row.Name,
            Accuracy = row.Mean,
            Accuracy95 = new Interval { Low = row.Interval.Low, High = row.Interval.High },
            Epochs = row.Epochs,
        };
        if (row.Row.Published is { } published)
        {
            message.Published = published;
        }

        if (row.Deviation is { } deviation)
        {
            message.Deviation = deviation;
        }

        message.Seeds.AddRange(row.Results.Select(result => result.Run.Seed));
        return message;
    }

    // Reports name a model as "name/version".
    private static (string Name, int Version) NameOf(EvaluationReport report) => report.Model?.Split('/') is [var name, var version]
        ? (name, int.Parse(version, CultureInfo.InvariantCulture))
        : (report.Model ?? "", 0);
}
