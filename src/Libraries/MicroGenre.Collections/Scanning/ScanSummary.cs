using System.Text.Json.Serialization;

namespace MicroGenre.Collections.Scanning;

/// <summary>What a scan found.</summary>
/// <param name="Tracks">Tracks in the library after it: files that are there and could be analysed.</param>
/// <param name="New">Tracks that the library did not have, or that have come back.</param>
/// <param name="Changed">Tracks that were analysed anew: their content, the model or what is measured has changed.</param>
/// <param name="Gone">Tracks that are no longer there.</param>
/// <param name="Failed">Files that were tried and could not be analysed. The next scan passes over them, unless they change.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ScanSummary(
    [property: JsonPropertyName("tracks")] int Tracks,
    [property: JsonPropertyName("new")] int New,
    [property: JsonPropertyName("changed")] int Changed,
    [property: JsonPropertyName("gone")] int Gone,
    [property: JsonPropertyName("failed")] int Failed,
    [property: JsonPropertyName("seconds")] double Seconds)
{
    /// <summary>Tracks that were only renamed or moved: what was known of them is kept.</summary>
    [JsonIgnore]
    public int Moved { get; init; }

    /// <summary>Folders that are not there, so that nothing is known of what is in them: their tracks stay as they were.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Unreachable { get; init; } = [];

    /// <summary>Files that could not be analysed in this scan, with the reasons.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileProblem> Problems { get; init; } = [];
}

/// <summary>How far a scan is.</summary>
/// <param name="Done">Files that are done with.</param>
/// <param name="Total">Files that must be read.</param>
/// <param name="Elapsed">How long reading has taken so far.</param>
public sealed record ScanProgress(int Done, int Total, TimeSpan Elapsed)
{
    /// <summary>Files per second.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>How long the rest takes at this rate; <see langword="null"/> where nothing is done yet.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;
}
