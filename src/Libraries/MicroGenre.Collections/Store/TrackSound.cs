using System.Text.Json.Serialization;

namespace MicroGenre.Collections.Store;

/// <summary>The parts of a track's analysis that lists do not need. They have their own table, so that lists stay fast.</summary>
public sealed class TrackSound
{
    /// <summary>The ID of the track.</summary>
    public long TrackId { get; set; }

    /// <summary>All genres, the most probable first.</summary>
    public required IReadOnlyList<GenreShare> Genres { get; set; }

    /// <summary>The most probable genre of each section of the track; empty for short tracks.</summary>
    public required IReadOnlyList<GenreStretch> OverTime { get; set; }

    /// <summary>The track's position in the model's space.</summary>
    public required float[] Embedding { get; set; }

    /// <summary>
    /// Where the track is in the model's <see cref="Learning.GenreSpace"/>, from which genres are taught; <see langword="null"/> for a
    /// model that has none.
    /// </summary>
    public float[]? Place { get; set; }
}

/// <summary>A genre and its probability.</summary>
/// <param name="Label">The genre.</param>
/// <param name="Probability">The probability, 0 to 1.</param>
public sealed record GenreShare(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("probability")] double Probability);

/// <summary>The genre of a section of a track.</summary>
/// <param name="Start">The start, in seconds.</param>
/// <param name="Label">The most probable genre.</param>
/// <param name="Probability">The probability, 0 to 1.</param>
public sealed record GenreStretch(
    [property: JsonPropertyName("start")] double Start,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("probability")] double Probability);
