using System.Text.Json.Serialization;

namespace MicroGenre.Collections.Store;

/// <summary>The parts of a track's analysis that lists do not need: a row of a table of their own, so that lists stay quick.</summary>
public sealed class TrackSound
{
    /// <summary>The number of the track.</summary>
    public long TrackId { get; set; }

    /// <summary>All genres, the most probable first.</summary>
    public required IReadOnlyList<GenreShare> Genres { get; set; }

    /// <summary>The most probable genre of each stretch of the track; empty for short tracks.</summary>
    public required IReadOnlyList<GenreStretch> OverTime { get; set; }

    /// <summary>The track's place in the model's own space.</summary>
    public required float[] Embedding { get; set; }
}

/// <summary>A genre and how probable it is.</summary>
/// <param name="Label">The genre.</param>
/// <param name="Probability">0 to 1.</param>
public sealed record GenreShare(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("probability")] double Probability);

/// <summary>The genre of a stretch of a track.</summary>
/// <param name="Start">Where it begins, in seconds.</param>
/// <param name="Label">Its most probable genre.</param>
/// <param name="Probability">0 to 1.</param>
public sealed record GenreStretch(
    [property: JsonPropertyName("start")] double Start,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("probability")] double Probability);
