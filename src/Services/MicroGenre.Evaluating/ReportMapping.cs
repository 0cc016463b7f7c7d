using MicroGenre.Contracts;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Learning;

namespace MicroGenre.Evaluating;

/// <summary>Reports between the library and the contract.</summary>
internal static class ReportMapping
{
    public static Report ToReport(ModelCard model, EvaluationReport report)
    {
        var message = new Report
        {
            Model = model.Name,
            Version = model.Version,
            Tracks = report.Tracks,
            Skipped = report.Skipped.Count,
            Accuracy = report.Accuracy,
            Accuracy95 = new Interval { Low = report.Accuracy95[0], High = report.Accuracy95[1] },
            Top2 = report.Top2,
            MacroF1 = report.MacroF1,
            Json = report.ToJson(),
        };
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
}
