using System.Text.Json.Serialization;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>What a model says of a track: a line of <c>classify --json</c>.</summary>
/// <param name="File">The track, as it was named.</param>
/// <param name="Model">The model, as NAME/VERSION.</param>
/// <param name="Genres">The genres, the most probable first.</param>
/// <param name="Uncertain">Whether the most probable genre is uncertain.</param>
/// <param name="Verdict">Whether there is something that a model can judge.</param>
/// <param name="Reason">Why there is not, or why that cannot be told.</param>
/// <param name="Note">What was done to the audio that its owner should know, such as resampling.</param>
/// <param name="Damage">What of the audio is damaged, if anything.</param>
internal sealed record Classification(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("genres")] IReadOnlyList<GenreProbability> Genres,
    [property: JsonPropertyName("uncertain")] bool Uncertain,
    [property: JsonPropertyName("verdict")] Verdict Verdict,
    [property: JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore] string? Note = null,
    [property: JsonIgnore] AudioDamage? Damage = null)
{
    /// <summary>Whether a part of the audio is lost; left out where it is not.</summary>
    [JsonPropertyName("partial")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPartial => Damage is { IsPartial: true };

    /// <summary>How many seconds are lost; left out of sound audio.</summary>
    [JsonPropertyName("seconds_lost")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SecondsLost => Damage is null ? null : Math.Round(Damage.SecondsLost, 3);

    /// <summary>How many bytes were skipped that are not audio; left out of sound audio.</summary>
    [JsonPropertyName("skipped_bytes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SkippedBytes => Damage?.SkippedBytes;

    public string ToJson() => JsonText.Of(this);

    /// <summary>Sorts genres by probability; equally probable ones keep their order.</summary>
    public static IReadOnlyList<GenreProbability> Sort(IEnumerable<GenreProbability> genres) =>
        [.. genres.OrderByDescending(genre => genre.Probability)];
}

/// <summary>A genre and how probable it is.</summary>
/// <param name="Label">The model's label.</param>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Name">What the genre is called where people read it.</param>
internal sealed record GenreProbability(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("probability")] double Probability,
    [property: JsonIgnore] string Name);
