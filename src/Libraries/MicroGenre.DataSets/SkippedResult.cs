using System.Text.Json.Serialization;

namespace MicroGenre.DataSets;

/// <summary>A track that could not be read.</summary>
/// <param name="Track">Its path or name.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record SkippedResult(
    [property: JsonPropertyName("track")] string Track,
    [property: JsonPropertyName("reason")] string Reason);
