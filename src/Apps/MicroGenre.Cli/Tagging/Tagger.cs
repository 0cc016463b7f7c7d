using MicroGenre.Cli.Audio;
using MicroGenre.Learning;
using MicroGenre.Learning.Taxonomies;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Decides on the genres of tracks, several at once, and writes them where they are to be written.</summary>
/// <param name="classifier">Tells genres.</param>
/// <param name="order">What to do with them.</param>
/// <param name="journal">Records changes; <see langword="null"/> if nothing is written.</param>
internal sealed class Tagger(ITrackClassifier classifier, TaggingOrder order, TagJournal? journal)
{
    // Of probabilities that are shown.
    private const int Digits = 4;

    private const string OtherFormat = "tags cannot be written to files of this format";

    /// <summary>Decides on a track by its own answer, and writes its tag.</summary>
    /// <exception cref="TrackException">The track's tags are malformed, or cannot be changed safely.</exception>
    public Task<TagDecision> DecideAsync(TrackArgument track, Stream audio, CancellationToken cancellation) =>
        DecideAsync(track, audio, () => classifier.ClassifyAsync(track.Name, audio, cancellation), cancellation);

    /// <summary>Adds the answer for a track to its group's votes, unless the track keeps its existing genre.</summary>
    /// <exception cref="TrackException">The track's tags are malformed.</exception>
    public async Task ListenAsync(TrackArgument track, Stream audio, GroupVotes votes, CancellationToken cancellation)
    {
        try
        {
            if (order.Force || TagFile.Open(track.FilePath)?.Genre is null)
            {
                var group = order.Grouping.GroupOf(track, audio);
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
        return decision.Verdict is not null || decision.IsLabelled || answer.Group is null ? decision : decision with
        {
            Group = answer.Group,
            OwnGenre = order.Rule.Guess(answer.Own)?.Name ?? answer.Own.Genres[0].Name,
            OwnProbability = Rounded(order.Rule.Guess(answer.Own)?.Probability ?? answer.Own.Genres[0].Probability),
        };
    }

    private async Task<TagDecision> DecideAsync(
        TrackArgument track, Stream audio, Func<Task<Classification>> classify, CancellationToken cancellation)
    {
        try
        {
            var file = TagFile.Open(track.FilePath);
            if (file?.Genre is { } existing && !order.Force)
            {
                return new TagDecision(track.Name, TagAction.Kept, Existing: existing);
            }

            var answer = await classify();
            if (answer.Verdict != Verdict.Ok)
            {
                return new TagDecision(track.Name, TagAction.NoGenre, Existing: file?.Genre, Verdict: answer.Verdict,
                    Reason: answer.Reason, Damage: answer.Damage);
            }

            var (chosen, guess) = (order.Rule.Choose(answer), order.Rule.Guess(answer));
            var obstacle = order.OnlySidecar ? null : file is null ? OtherFormat : file.Obstacle;
            var action = guess is null ? TagAction.Unmapped
                : chosen.Count == 0 ? TagAction.Unsure
                : order.OnlySidecar || obstacle is not null ? TagAction.Sidecar
                : TagAction.Tag;
            var reason = action switch
            {
                TagAction.Unsure => order.Rule.Objection(answer),
                TagAction.Sidecar => obstacle,
                _ => null,
            };
            var (best, others) = chosen.Count > 0 ? (chosen[0], chosen.Skip(1).ToList())
                : (guess ?? new NamedGenre(answer.Genres[0].Name, answer.Genres[0].Probability), []);
            var decision = new TagDecision(
                track.Name, action, best.Name, Rounded(best.Probability), file?.Genre, Reason: reason, Damage: answer.Damage)
            {
                IsLabelled = answer.IsLabel,
                Also = others.Count == 0 ? null : others.ConvertAll(genre => genre with { Probability = Rounded(genre.Probability) }),
            };
            if (order.Write && action == TagAction.Tag)
            {
                await audio.DisposeAsync();
                cancellation.ThrowIfCancellationRequested();
                file!.Write(decision.Genres, order.PreserveTimes, journal, cancellation);
            }

            return decision;
        }
        catch (TagFormatException exception)
        {
            throw new TrackException(exception.Message, exception);
        }
    }

    private static double Rounded(double probability) => Math.Round(probability, Digits);
}
