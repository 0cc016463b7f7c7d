using System.Text.Json.Serialization;

namespace MicroGenre.Learning;

/// <summary>Why a model gives a genre the probability that it gives: what each second and each range of frequency adds to it.</summary>
/// <param name="Genre">The label of the genre.</param>
/// <param name="Logit">
/// The logarithm of its probability less the mean of the logarithms of all genres' probabilities: above 0 for a genre that is more probable
/// than most. Probabilities are the softmax of the logits.
/// </param>
/// <param name="Bias">
/// The part of the logit that no contribution holds: the logit of average music, or, by <see cref="ExplanationMethod.Occlusion"/>, what is
/// left when all contributions are taken off.
/// </param>
/// <param name="Contributions">What speaks for the genre (above 0) and against it, by time, then frequency; they and the bias add up to the
/// logit.</param>
/// <param name="Method">How they were found.</param>
public sealed record Explanation(
    [property: JsonPropertyName("genre")] string Genre,
    [property: JsonPropertyName("logit")] double Logit,
    [property: JsonPropertyName("bias")] double Bias,
    [property: JsonPropertyName("contributions")] IReadOnlyList<Contribution> Contributions,
    [property: JsonPropertyName("method")] ExplanationMethod Method)
{
    /// <summary>The training tracks that the model takes for most alike, the most alike first; none where its card names none.</summary>
    [JsonPropertyName("nearest")]
    public IReadOnlyList<NearTrack> Nearest { get; init; } = [];
}

/// <summary>What a part of a track adds to the logit of a genre.</summary>
/// <param name="Start">Where the part begins, in seconds.</param>
/// <param name="End">Where it ends, in seconds.</param>
/// <param name="LowHertz">Its lowest frequency, in Hz.</param>
/// <param name="HighHertz">Its highest frequency, in Hz.</param>
/// <param name="Evidence">What kind of evidence it is.</param>
/// <param name="Value">What it adds; below 0 it speaks against the genre.</param>
public sealed record Contribution(
    [property: JsonPropertyName("start")] double Start,
    [property: JsonPropertyName("end")] double End,
    [property: JsonPropertyName("low_hz")] double LowHertz,
    [property: JsonPropertyName("high_hz")] double HighHertz,
    [property: JsonPropertyName("evidence")] Evidence Evidence,
    [property: JsonPropertyName("value")] double Value);

/// <summary>How contributions were found.</summary>
public enum ExplanationMethod
{
    /// <summary>By the model's own arithmetic: its scores are linear in values that are sums over times and ranges of frequency.</summary>
    Exact,

    /// <summary>
    /// By flattening one part of the track after the other, and asking the model again: what the logit loses is the part's contribution.
    /// Works for every model, networks included.
    /// </summary>
    Occlusion,
}

/// <summary>A training track that a model takes for alike.</summary>
/// <param name="Track">Its name.</param>
/// <param name="Genre">The label that it was learnt with.</param>
/// <param name="Similarity">The cosine between its place in the model's space and the track's, −1 to 1.</param>
public sealed record NearTrack(
    [property: JsonPropertyName("track")] string Track,
    [property: JsonPropertyName("genre")] string Genre,
    [property: JsonPropertyName("similarity")] double Similarity);

/// <summary>An answer and why it is given.</summary>
/// <param name="Answer">The same answer as <see cref="GenreModel.Answer(Signal.FeatureMatrix)"/> gives.</param>
/// <param name="Explanation">Why one genre, the most probable unless told, is as probable as it is.</param>
public sealed record ExplainedAnswer(GenreAnswer Answer, Explanation Explanation);
