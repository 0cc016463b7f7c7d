using System.Text.Json.Serialization;

namespace MicroGenre.Collections.Scanning;

/// <summary>The result of a scan.</summary>
/// <param name="Tracks">Number of tracks in the library after the scan: files that exist and were analysed.</param>
/// <param name="New">Number of tracks that are new or have come back.</param>
/// <param name="Changed">Number of tracks that were analysed again because their content, the model or the version of the features
/// changed.</param>
/// <param name="Gone">Number of tracks that no longer exist.</param>
/// <param name="Failed">Number of files that could not be analysed. The next scan skips them unless they change.</param>
/// <param name="Seconds">Duration of the scan, in seconds.</param>
public sealed record ScanSummary(
    [property: JsonPropertyName("tracks")] int Tracks,
    [property: JsonPropertyName("new")] int New,
    [property: JsonPropertyName("changed")] int Changed,
    [property: JsonPropertyName("gone")] int Gone,
    [property: JsonPropertyName("failed")] int Failed,
    [property: JsonPropertyName("seconds")] double Seconds)
{
    /// <summary>Number of tracks that were only renamed or moved. Their analyses are kept.</summary>
    [JsonIgnore]
    public int Moved { get; init; }

    /// <summary>Folders that cannot be read. Their tracks stay unchanged.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Unreachable { get; init; } = [];

    /// <summary>Files that could not be analysed in this scan, with the reasons.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileProblem> Problems { get; init; } = [];
}

/// <summary>How far a scan is.</summary>
/// <param name="Done">Files that are done with: what was found in them is in the database.</param>
/// <param name="Total">Files that must be read; 0 until that is known.</param>
/// <param name="Elapsed">How long reading has taken so far.</param>
public sealed record ScanProgress(int Done, int Total, TimeSpan Elapsed)
{
    /// <summary>A scan that has begun, and does not know yet what it must read.</summary>
    public static ScanProgress Begun { get; } = new(0, 0, TimeSpan.Zero);

    /// <summary>Files per second.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>Estimated remaining time; <see langword="null"/> before the first file is done.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;
}
