using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;

namespace MicroGenre.Cli.Tagging;

/// <summary>When a genre is sure enough to be written.</summary>
/// <param name="LeastProbability">How probable it must be, 0 to 1; <see langword="null"/> for <see cref="DefaultConfidence"/>, and for no
/// genre of a track that is too short to tell whether it is like anything the model has learnt.
/// </param>
/// <param name="Coverage">What a set of genres must promise that holds no other; <see langword="null"/> to go by the probability.</param>
internal sealed record TagRule(double? LeastProbability, double? Coverage)
{
    /// <summary>How probable a genre must be unless told.</summary>
    public const double DefaultConfidence = 0.5;

    /// <summary>Whether an answer is sure enough.</summary>
    public bool Allows(Classification answer) => Coverage is not null
        ? answer.Set is [_] && answer.Reason is null
        : answer.Genres[0].Probability >= (LeastProbability ?? DefaultConfidence)
            && (LeastProbability is not null || answer.Reason is null);

    /// <summary>Why an answer is not sure enough, beyond its probability; <see langword="null"/> where there is no more to say.</summary>
    public string? Objection(Classification answer) =>
        answer.Reason ?? (Coverage is { } coverage ? SetText.Of(answer, coverage) : null);
}
