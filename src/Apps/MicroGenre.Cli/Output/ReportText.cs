using MicroGenre.Evaluation;

namespace MicroGenre.Cli.Output;

/// <summary>Formats an evaluation report: metrics, genres, confusion matrix.</summary>
internal static class ReportText
{
    private const int BarWidth = 20;

    public static IEnumerable<string> Lines(EvaluationReport report)
    {
        yield return $"{report.Model} on {report.Tracks} tracks{(report.Skipped.Count > 0 ? $", {report.Skipped.Count} skipped" : "")}";
        if (report.SeenInTraining is > 0 and var seen)
        {
            yield return $"  WARNING: the model was trained on {seen} of these tracks; the results do not show its accuracy on "
                + $"new music.";
        }

        yield return "";
        yield return $"  accuracy           {Percent(report.Accuracy)}  (95 % interval {Percent(report.Accuracy95[0]).Trim()} to "
            + $"{Percent(report.Accuracy95[1]).Trim()})";
        yield return $"  among the top two  {Percent(report.Top2)}";
        yield return $"  macro F1           {report.MacroF1,7:0.000}";
        yield return $"  log loss           {report.LogLoss,7:0.000}  nats";
        yield return $"  calibration error  {report.CalibrationError,7:0.000}";
        yield return "";

        var width = report.PerGenre.Keys.Max(genre => genre.Length);
        yield return $"  {"genre".PadRight(width)}  precision   recall       F1  tracks";
        foreach (var (genre, score) in report.PerGenre)
        {
            var figures = $"{Percent(score.Precision)}  {Percent(score.Recall)}  {score.F1,7:0.000}  {score.Tracks,6}";
            yield return $"  {genre.PadRight(width)}    {figures}  {GenreChart.Bar(score.F1, BarWidth)}".TrimEnd();
        }

        yield return "";
        yield return "  confusion: rows are actual genres, columns are predicted genres";
        var cell = Math.Max(4, report.Confusion.Max(row => row.Max()).ToString().Length) + 1;
        yield return $"  {"".PadRight(width)}{string.Concat(report.PerGenre.Keys.Select(genre => Cut(genre, cell - 1).PadLeft(cell)))}";
        foreach (var (genre, row) in report.PerGenre.Keys.Zip(report.Confusion))
        {
            var cells = row.Select(count => (count == 0 ? "·" : count.ToString()).PadLeft(cell));
            yield return $"  {genre.PadRight(width)}{string.Concat(cells)}";
        }
    }

    public static IEnumerable<string> Lines(string first, string second, Comparison comparison)
    {
        yield return $"{first}: accuracy {Percent(comparison.FirstAccuracy).Trim()}";
        yield return $"{second}: accuracy {Percent(comparison.SecondAccuracy).Trim()}";
        yield return $"difference {Points(comparison.Difference)} points (95 % interval {Points(comparison.Difference95[0])} to "
            + $"{Points(comparison.Difference95[1])})";
        yield return comparison.McNemar is { } test
            ? $"of {comparison.CommonTracks} tracks, {test.OnlyFirst} only the first got right and {test.OnlySecond} only the second: "
            + $"McNemar's exact p = {test.P:0.####}"
            : "no paired test: the reports cover different tracks, or lack the answers for tracks";
    }

    private static string Points(double share) => $"{share * 100:+0.0;-0.0;0.0}";

    private static string Percent(double share) => $"{share * 100,5:0.0} %";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
