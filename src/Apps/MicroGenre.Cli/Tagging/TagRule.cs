using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Learning.Taxonomies;

namespace MicroGenre.Cli.Tagging;

/// <summary>Which genres are sure enough to be written, and under which words.</summary>
/// <param name="Taxonomy">The words.</param>
/// <param name="Most">How many genres a track gets at most.</param>
/// <param name="LeastProbability">How probable it must be, 0 to 1; <see langword="null"/> for <see cref="DefaultConfidence"/>, and for no
/// genre of a track that is too short to tell whether it is like anything the model has learnt.
/// </param>
/// <param name="Coverage">What a set of genres must promise that holds no other; <see langword="null"/> to go by the probability.</param>
internal sealed record TagRule(Taxonomy Taxonomy, int Most, double? LeastProbability, double? Coverage)
{
    /// <summary>How probable a genre must be unless told.</summary>
    public const double DefaultConfidence = 0.5;

    /// <summary>The words for an answer, the most probable first; empty if it is not sure enough.</summary>
    public IReadOnlyList<NamedGenre> Choose(Classification answer)
    {
        if (answer.Reason is not null && (Coverage is not null || LeastProbability is null))
        {
            return [];
        }

        return Coverage is null ? Words(answer).Choose(Shares(answer), LeastProbability ?? DefaultConfidence, Most)
            : Words(answer).Common(Shares(answer), answer.Set ?? []) is { } common ? [common]
            : [];
    }

    /// <summary>The most probable word for an answer, however unsure; <see langword="null"/> if the taxonomy has none.</summary>
    public NamedGenre? Guess(Classification answer) => Words(answer).Choose(Shares(answer), least: 0) is [var best] ? best : null;

    /// <summary>Why an answer is not sure enough, beyond its probability; <see langword="null"/> where there is no more to say.</summary>
    public string? Objection(Classification answer) =>
        answer.Reason ?? (Coverage is { } coverage ? SetText.Of(answer, coverage) : null);

    private Taxonomy Words(Classification answer) => Taxonomy.Naming(answer.NameOf);

    private static (string Label, double Probability)[] Shares(Classification answer) =>
        [.. answer.Genres.Select(genre => (genre.Label, genre.Probability))];
}
