using System.Collections.Concurrent;
using MicroGenre.Cli.Audio;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Tagging;

/// <summary>Collects the answers for tracks that get a common genre. Adding is thread-safe.</summary>
internal sealed class GroupVotes
{
    private readonly ConcurrentDictionary<TrackArgument, (string? Group, Classification Own)> _votes = new();
    private readonly Lazy<ILookup<string, Classification>> _voters;

    public GroupVotes() => _voters = new(() => _votes.Values
        .Where(vote => vote.Group is not null && vote.Own.Verdict == Verdict.Ok)
        .OrderBy(vote => vote.Own.File, StringComparer.Ordinal)
        .ToLookup(vote => vote.Group!, vote => vote.Own, StringComparer.Ordinal));

    /// <summary>Adds the answer for a track. All answers must be added before the first one is read.</summary>
    public void Add(TrackArgument track, string? group, Classification own) => _votes[track] = (group, own);

    /// <summary>
    /// The answer that counts for a track: the mean probabilities of the tracks in its group that the model can judge. A track that it
    /// cannot judge keeps its own answer, and so does one whose owner has given it a label. <see langword="null"/> if the track has no
    /// answer.
    /// </summary>
    public GroupAnswer? AnswerFor(TrackArgument track) => !_votes.TryGetValue(track, out var vote) ? null
        : new GroupAnswer(vote.Group, vote.Own, vote is { Group: { } group, Own: { Verdict: Verdict.Ok, IsLabel: false } }
            ? Pool(vote.Own, [.. _voters.Value[group]]) : vote.Own);

    private static Classification Pool(Classification own, List<Classification> voters) => own with
    {
        Genres = Classification.Sort(voters.SelectMany(voter => voter.Genres).GroupBy(genre => genre.Label, StringComparer.Ordinal)
            .Select(votes => votes.First() with { Probability = votes.Sum(genre => genre.Probability) / voters.Count })),
        // Tracks long enough for a verdict decide for those that are too short.
        Reason = voters.Any(voter => voter.Reason is null) ? null : own.Reason,
    };
}

/// <summary>The answers for a track and its group.</summary>
/// <param name="Group">The name of the group; <see langword="null"/> for a track without a group.</param>
/// <param name="Own">The answer for the track itself.</param>
/// <param name="Pooled">The answer that counts.</param>
internal sealed record GroupAnswer(string? Group, Classification Own, Classification Pooled);
