using System.Text.Json.Serialization;
using MicroGenre.Learning;
using MicroGenre.Learning.Taxonomies;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Tagging;

/// <summary>The decision on a track's genre: a line of <c>tag --json</c>.</summary>
/// <param name="File">The track, as named by the user.</param>
/// <param name="Action">The action taken or, without <c>--write</c>, to be taken.</param>
/// <param name="Genre">The most probable genre that is written, or that is not written for the reason that the action states.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
/// <param name="Existing">The genre already in the file.</param>
/// <param name="Verdict">Why there is no genre: <c>no_music</c> or <c>unfamiliar</c>.</param>
/// <param name="Reason">Why there is no genre, why it is too uncertain, or why it goes to the CSV file instead of the audio file.</param>
/// <param name="Damage">The damage in the audio, if any.</param>
internal sealed record TagDecision(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("action")] TagAction Action,
    [property: JsonPropertyName("genre")] string? Genre = null,
    [property: JsonPropertyName("probability")] double? Probability = null,
    [property: JsonPropertyName("existing")] string? Existing = null,
    [property: JsonPropertyName("verdict")] Verdict? Verdict = null,
    [property: JsonPropertyName("reason")] string? Reason = null,
    [property: JsonIgnore] AudioDamage? Damage = null)
{
    /// <summary>The other genres that are written, the most probable first; left out where there are none.</summary>
    [JsonPropertyName("also")]
    public IReadOnlyList<NamedGenre>? Also { get; init; }

    /// <summary>Whether the genre is the label that the owner gave the track; left out where it is the model's.</summary>
    [JsonPropertyName("labelled")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLabelled { get; init; }

    /// <summary>The album or folder whose tracks got a common genre.</summary>
    [JsonPropertyName("group")]
    public string? Group { get; init; }

    /// <summary>The most probable genre of the track itself.</summary>
    [JsonPropertyName("ownGenre")]
    public string? OwnGenre { get; init; }

    /// <summary>The probability of that genre, 0 to 1.</summary>
    [JsonPropertyName("ownProbability")]
    public double? OwnProbability { get; init; }

    /// <summary>All genres of the decision, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Genres => Genre is null ? [] : [Genre, .. (Also ?? []).Select(genre => genre.Name)];

    public string ToJson() => JsonText.Of(this);

    /// <summary>The decision as a line of text.</summary>
    public override string ToString() => OwnGenre is null ? Line : $"{Line} (on its own: {OwnGenre} {OwnProbability:P0})";

    private string Shares => IsLabelled ? $"{Genre}, as you labelled it"
        : string.Concat([$"{Genre} {Probability:P0}", .. (Also ?? []).Select(genre => $", {genre.Name} {genre.Probability:P0}")]);

    private string Line => Action switch
    {
        TagAction.Kept => $"{File}: has '{Existing}', kept as it is",
        TagAction.NoGenre => $"{File}: no genre, {(Verdict == Learning.Verdict.NoMusic ? "no music" : "unfamiliar")}: {Reason}",
        TagAction.Unsure when Reason is not null => $"{File}: {Genre} {Probability:P0}, too uncertain: {Reason}",
        TagAction.Unsure => $"{File}: {Genre} {Probability:P0}, too uncertain",
        TagAction.Unmapped => $"{File}: {Shares}, for which the taxonomy has no word",
        TagAction.Sidecar => $"{File}: {Shares}, to the CSV file{(Reason is null ? "" : $": {Reason}")}",
        _ => $"{File}: {Shares}{(Existing is null ? "" : $", in place of '{Existing}'")}",
    };
}

/// <summary>The action for a track's genre.</summary>
internal enum TagAction
{
    /// <summary>The genre is written to the file.</summary>
    Tag,

    /// <summary>The genre is written to the CSV file.</summary>
    Sidecar,

    /// <summary>The file already has a genre.</summary>
    Kept,

    /// <summary>The genre is not probable enough.</summary>
    Unsure,

    /// <summary>There is no genre: the file has too little sound, or is unlike the model's training music.</summary>
    NoGenre,

    /// <summary>The taxonomy has no word for the genre.</summary>
    Unmapped,
}
