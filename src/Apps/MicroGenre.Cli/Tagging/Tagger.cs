using MicroGenre.Cli.Audio;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Decides on the genre of tracks, several at once, and writes it where it is to be written.</summary>
/// <param name="classifier">Tells genres.</param>
/// <param name="map">What they are called.</param>
/// <param name="rule">When a genre is sure enough.</param>
/// <param name="force">Whether a genre that is there is replaced.</param>
/// <param name="onlySidecar">Whether no audio file is touched.</param>
/// <param name="write">Whether anything is written.</param>
/// <param name="preserveTimes">Whether files keep the times of their last change and access.</param>
internal sealed class Tagger(
    ITrackClassifier classifier, GenreMap map, TagRule rule, bool force, bool onlySidecar, bool write, bool preserveTimes)
{
    // Of probabilities that are shown.
    private const int Digits = 4;

    private const string RawName = "its name is not UTF-8";
    private const string OtherFormat = "tags cannot be written to files of this format";

    /// <summary>Decides on a track by its own answer, and writes its tag.</summary>
    /// <exception cref="TrackException">The track's tags are malformed, or cannot be changed safely.</exception>
    public Task<TagDecision> DecideAsync(TrackArgument track, Stream audio, CancellationToken cancellation) =>
        DecideAsync(track, audio, () => classifier.ClassifyAsync(track.Name, audio, cancellation), cancellation);

    /// <summary>Adds the answer for a track to its group's votes, unless the track keeps its existing genre.</summary>
    /// <exception cref="TrackException">The track's tags are malformed.</exception>
    public async Task ListenAsync(
        TrackArgument track, Stream audio, TrackGrouping grouping, GroupVotes votes, CancellationToken cancellation)
    {
        try
        {
            using var reach = ReachablePath.Of(track.FilePath);
            if (force || TagFile.Open(reach.Path)?.Genre is null)
            {
                var group = grouping.GroupOf(track, audio);
                votes.Add(track, group, await classifier.ClassifyAsync(track.Name, audio, cancellation));
            }
        }
        catch (TagFormatException exception)
        {
            throw new TrackException(exception.Message, exception);
        }
    }

    /// <summary>Decides on a track by the votes of its group, and writes its tag.</summary>
    /// <inheritdoc cref="DecideAsync(TrackArgument, Stream, CancellationToken)"/>
    public async Task<TagDecision> DecideAsync(TrackArgument track, Stream audio, GroupVotes votes, CancellationToken cancellation)
    {
        if (votes.AnswerFor(track) is not { } answer)
        {
            return await DecideAsync(track, audio, cancellation);
        }

        var decision = await DecideAsync(track, audio, () => Task.FromResult(answer.Pooled), cancellation);
        return decision.Verdict is not null || answer.Group is null ? decision : decision with
        {
            Group = answer.Group,
            OwnGenre = map.NameOf(answer.Own.Genres[0]) ?? answer.Own.Genres[0].Name,
            OwnProbability = Math.Round(answer.Own.Genres[0].Probability, Digits),
        };
    }

    private async Task<TagDecision> DecideAsync(
        TrackArgument track, Stream audio, Func<Task<Classification>> classify, CancellationToken cancellation)
    {
        try
        {
            using var reach = ReachablePath.Of(track.FilePath);
            var file = TagFile.Open(reach.Path);
            if (file?.Genre is { } existing && !force)
            {
                return new TagDecision(track.Name, TagAction.Kept, Existing: existing);
            }

            var answer = await classify();
            if (answer.Verdict != Verdict.Ok)
            {
                return new TagDecision(track.Name, TagAction.NoGenre, Existing: file?.Genre, Verdict: answer.Verdict,
                    Reason: answer.Reason, Damage: answer.Damage);
            }

            var best = answer.Genres[0];
            var name = map.NameOf(best);
            var obstacle = onlySidecar ? null
                : file is null ? OtherFormat
                : RawPath.IsRaw(Path.GetFileName(track.FilePath)) ? RawName
                : file.Obstacle;
            var action = name is null ? TagAction.Unmapped
                : !rule.Allows(answer) ? TagAction.Unsure
                : onlySidecar || obstacle is not null ? TagAction.Sidecar
                : TagAction.Tag;
            var reason = action switch
            {
                TagAction.Unsure => rule.Objection(answer),
                TagAction.Sidecar => obstacle,
                _ => null,
            };
            var decision = new TagDecision(track.Name, action, name ?? best.Name, Math.Round(best.Probability, Digits), file?.Genre,
                Reason: reason, Damage: answer.Damage);
            if (write && action == TagAction.Tag)
            {
                await audio.DisposeAsync();
                cancellation.ThrowIfCancellationRequested();
                file!.Write(name!, preserveTimes, cancellation);
            }

            return decision;
        }
        catch (TagFormatException exception)
        {
            throw new TrackException(exception.Message, exception);
        }
    }
}
