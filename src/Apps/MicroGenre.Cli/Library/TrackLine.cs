using System.Globalization;
using System.Text.Json.Serialization;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary>A track of the library: a line of <c>library list --json</c>.</summary>
internal sealed record TrackLine(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("genres")] IReadOnlyList<GenreShare> Genres,
    [property: JsonPropertyName("tempo"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Tempo,
    [property: JsonPropertyName("key"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Key,
    [property: JsonPropertyName("duration")] double Duration)
{
    /// <summary>Whether the model can judge it; left out if it can.</summary>
    [JsonPropertyName("verdict")]
    public Verdict? Verdict { get; init; }

    /// <summary>Creates the line of a row with its sound.</summary>
    public static TrackLine Of(LibraryTrack row) =>
        new(RawPath.Display(row.Path), row.Sha256, row.Sound?.Genres ?? [], row.Tempo, row.Key, row.Duration)
    {
        Verdict = row.Verdict == Learning.Verdict.Ok ? null : row.Verdict,
    };

    /// <summary>The cells of a row in a table.</summary>
    public static string[] Cells(LibraryTrack row) =>
    [
        RawPath.Display(row.Path),
        row.Genre ?? (row.Verdict == Learning.Verdict.NoMusic ? "(no music)" : "(unfamiliar)"),
        row.Probability is { } probability ? string.Create(CultureInfo.InvariantCulture, $"{probability * 100:0} %") : "",
        row.Tempo is { } tempo ? string.Create(CultureInfo.InvariantCulture, $"{tempo:0}") : "",
        row.Key ?? "",
        string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromSeconds(row.Duration):m\\:ss}"),
        row.Artist ?? "",
        row.Title ?? "",
    ];
}
