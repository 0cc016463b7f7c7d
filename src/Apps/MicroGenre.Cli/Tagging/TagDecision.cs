using System.Text.Json.Serialization;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Tagging;

/// <summary>What becomes of a track's genre: a line of <c>tag --json</c>.</summary>
/// <param name="File">The track, as it was named.</param>
/// <param name="Action">What is done, or would be.</param>
/// <param name="Genre">The genre that is written, or would be but for the reason that the action names.</param>
/// <param name="Probability">How probable it is, 0 to 1.</param>
/// <param name="Existing">The genre that the file names already.</param>
/// <param name="Verdict">Why no genre was told, where none was: <c>no_music</c> or <c>unfamiliar</c>.</param>
/// <param name="Reason">Why no genre was told, why it is too unsure, or why it goes to the CSV file and not into the audio file.</param>
/// <param name="Damage">What of its audio is lost.</param>
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
    /// <summary>The album or folder whose tracks got this genre together.</summary>
    [JsonPropertyName("group")]
    public string? Group { get; init; }

    /// <summary>The genre that is most probable for the track alone.</summary>
    [JsonPropertyName("ownGenre")]
    public string? OwnGenre { get; init; }

    /// <summary>How probable it is for the track alone, 0 to 1.</summary>
    [JsonPropertyName("ownProbability")]
    public double? OwnProbability { get; init; }

    public string ToJson() => JsonText.Of(this);

    /// <summary>The line for people.</summary>
    public override string ToString() => OwnGenre is null ? Line : $"{Line} (on its own: {OwnGenre} {OwnProbability:P0})";

    private string Line => Action switch
    {
        TagAction.Kept => $"{File}: has '{Existing}', kept as it is",
        TagAction.NoGenre => $"{File}: no genre, {(Verdict == Learning.Verdict.NoMusic ? "no music" : "unfamiliar")}: {Reason}",
        TagAction.Unsure when Reason is not null => $"{File}: {Genre} {Probability:P0}, too uncertain: {Reason}",
        TagAction.Unsure => $"{File}: {Genre} {Probability:P0}, too uncertain",
        TagAction.Unmapped => $"{File}: {Genre} {Probability:P0}, which is not in the map",
        TagAction.Sidecar => $"{File}: {Genre} {Probability:P0}, to the CSV file{(Reason is null ? "" : $": {Reason}")}",
        _ => $"{File}: {Genre} {Probability:P0}{(Existing is null ? "" : $", in place of '{Existing}'")}",
    };
}

/// <summary>What is done with a track's genre.</summary>
internal enum TagAction
{
    /// <summary>It goes into the file.</summary>
    Tag,

    /// <summary>It goes into the CSV file.</summary>
    Sidecar,

    /// <summary>The file has one already.</summary>
    Kept,

    /// <summary>It is not probable enough.</summary>
    Unsure,

    /// <summary>There is none: the file holds too little sound, or is unlike anything that the model has learnt.</summary>
    NoGenre,

    /// <summary>The genre map does not have it.</summary>
    Unmapped,
}
