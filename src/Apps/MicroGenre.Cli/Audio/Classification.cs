using System.Text.Json.Serialization;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>A model's answer for a track: a line of <c>classify --json</c>.</summary>
/// <param name="File">The track, as named by the user.</param>
/// <param name="Model">The model, as NAME/VERSION.</param>
/// <param name="Genres">The genres, most probable first.</param>
/// <param name="Uncertain">Whether the most probable genre is uncertain.</param>
/// <param name="Verdict">Whether the model can judge the track.</param>
/// <param name="Reason">Why the model cannot judge it, or why this could not be decided.</param>
/// <param name="Note">A remark on the processing of the audio, such as resampling.</param>
/// <param name="Damage">The damage in the audio, if any.</param>
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
    /// <summary>Whether a part of the audio is lost; left out if not.</summary>
    [JsonPropertyName("partial")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPartial => Damage is { IsPartial: true };

    /// <summary>Seconds of audio that are lost; left out for intact audio.</summary>
    [JsonPropertyName("seconds_lost")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SecondsLost => Damage is null ? null : Math.Round(Damage.SecondsLost, 3);

    /// <summary>Number of skipped bytes that are not audio; left out for intact audio.</summary>
    [JsonPropertyName("skipped_bytes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SkippedBytes => Damage?.SkippedBytes;

    /// <summary>The genres that may be the track's, as often as promised; left out where no set was asked for.</summary>
    [JsonPropertyName("set")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Set { get; init; }

    /// <summary>Whether the only genre is the label that the track's owner gave it.</summary>
    [JsonIgnore]
    public bool IsLabel { get; init; }

    /// <summary>Why the genre is so probable; left out where that was not asked for.</summary>
    [JsonPropertyName("explanation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Explanation? Explanation { get; init; }

    /// <summary>The explanation as an SVG picture, where one was asked for.</summary>
    [JsonIgnore]
    public string? Picture { get; init; }

    public string ToJson() => JsonText.Of(this);

    /// <summary>What a label of the model is called where people read it.</summary>
    public string NameOf(string label) =>
        Genres.FirstOrDefault(genre => string.Equals(genre.Label, label, StringComparison.Ordinal))?.Name ?? GenreName.Display(label);

    /// <summary>Sorts genres by probability; equally probable ones keep their order.</summary>
    public static IReadOnlyList<GenreProbability> Sort(IEnumerable<GenreProbability> genres) =>
        [.. genres.OrderByDescending(genre => genre.Probability)];
}

/// <summary>A genre with its probability.</summary>
/// <param name="Label">The model's label.</param>
/// <param name="Probability">The probability, 0 to 1.</param>
/// <param name="Name">The name of the genre for display.</param>
internal sealed record GenreProbability(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("probability")] double Probability,
    [property: JsonIgnore] string Name);
