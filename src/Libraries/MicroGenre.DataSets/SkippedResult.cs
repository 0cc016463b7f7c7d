using System.Text.Json.Serialization;

namespace MicroGenre.DataSets;

/// <summary>A track that was skipped because it could not be read.</summary>
/// <param name="Track">The track's path or name.</param>
/// <param name="Reason">The reason, in one line.</param>
public sealed record SkippedResult(
    [property: JsonPropertyName("track")] string Track,
    [property: JsonPropertyName("reason")] string Reason);
