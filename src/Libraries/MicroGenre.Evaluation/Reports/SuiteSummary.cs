using System.Text.Json;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Reports;

/// <summary>The accuracies of a suite, saved beside its pages for charts over several suites.</summary>
/// <param name="Suite">The name of the suite.</param>
/// <param name="Rows">Its measured rows.</param>
/// <param name="Missing">The names of the other rows.</param>
internal sealed record SuiteSummary(string Suite, IReadOnlyList<SummaryRow> Rows, IReadOnlyList<string>? Missing = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static SuiteSummary Of(SuiteReport report) => new(
        report.Suite.Name,
        [
            .. report.Pairs.Select(pair => new SummaryRow(
                pair.Row.Name, pair.Row.Published, pair.Paper?.Mean, pair.ArtistAware?.Mean, pair.ArtistAware?.HasAllGenres ?? true)
            {
                HopLength = (pair.ArtistAware ?? pair.Paper)!.Results[0].Run.Train.Timing?.HopLength,
            }),
        ],
        [.. report.Missing.Select(missing => missing.Row)]);

    /// <summary>Reads a summary; <see langword="null"/> if the file does not exist or is damaged.</summary>
    public static SuiteSummary? TryRead(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SuiteSummary>(File.ReadAllText(file), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Save(string file) => WholeFile.Write(file, JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>The accuracies of a row, 0 to 1.</summary>
/// <param name="Name">The name of the row.</param>
/// <param name="Published">The published accuracy, if there is one.</param>
/// <param name="Paper">The mean accuracy by the paper's protocol, if measured.</param>
/// <param name="ArtistAware">The mean accuracy with no artist on both sides, if measured.</param>
/// <param name="HasAllGenres">Whether every genre is learnt and tested with no artist on both sides, so that the two accuracies compare.
/// </param>
internal sealed record SummaryRow(string Name, double? Published, double? Paper, double? ArtistAware, bool HasAllGenres = true)
{
    /// <summary>Samples between two frames of the data; <see langword="null"/> if the data does not say.</summary>
    public int? HopLength { get; init; }
}
