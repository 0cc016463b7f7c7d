using System.Collections.Concurrent;
using MicroGenre.Cli.Audio;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Tagging;

/// <summary>What a model says of tracks that get one genre together. Several threads may add tracks.</summary>
internal sealed class GroupVotes
{
    private readonly ConcurrentDictionary<TrackArgument, (string? Group, Classification Own)> _votes = new();
    private readonly Lazy<ILookup<string, Classification>> _voters;

    public GroupVotes() => _voters = new(() => _votes.Values
        .Where(vote => vote.Group is not null && vote.Own.Verdict == Verdict.Ok)
        .OrderBy(vote => vote.Own.File, StringComparer.Ordinal)
        .ToLookup(vote => vote.Group!, vote => vote.Own, StringComparer.Ordinal));

    /// <summary>Adds what a model says of a track; all are added before the first answer.</summary>
    public void Add(TrackArgument track, string? group, Classification own) => _votes[track] = (group, own);

    /// <summary>
    /// What counts for a track: the mean probabilities of those of its group that hold music like the model's. A track that does not keeps
    /// its own answer. <see langword="null"/> for a track that has none.
    /// </summary>
    public GroupAnswer? AnswerFor(TrackArgument track) => !_votes.TryGetValue(track, out var vote) ? null
        : new GroupAnswer(vote.Group, vote.Own, vote is { Group: { } group, Own.Verdict: Verdict.Ok }
            ? Pool(vote.Own, [.. _voters.Value[group]]) : vote.Own);

    private static Classification Pool(Classification own, List<Classification> voters) => own with
    {
        Genres = Classification.Sort(voters.SelectMany(voter => voter.Genres).GroupBy(genre => genre.Label, StringComparer.Ordinal)
            .Select(votes => votes.First() with { Probability = votes.Sum(genre => genre.Probability) / voters.Count })),
        // One that is long enough to tell speaks for those that are too short.
        Reason = voters.Any(voter => voter.Reason is null) ? null : own.Reason,
    };
}

/// <summary>A track's answer, and that of its group.</summary>
/// <param name="Group">What the group is called; <see langword="null"/> for a track that stands alone.</param>
/// <param name="Own">What the model says of the track.</param>
/// <param name="Pooled">What counts.</param>
internal sealed record GroupAnswer(string? Group, Classification Own, Classification Pooled);
