using MicroGenre.Cli.Audio;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Decides on the genre of tracks, several at once, and writes it where it is to be written.</summary>
/// <param name="classifier">Tells genres.</param>
/// <param name="map">What they are called.</param>
/// <param name="leastProbability">How probable one must be, 0 to 1; <see langword="null"/> for <see cref="DefaultConfidence"/>, and for no
/// genre of a track that is too short to tell whether it is like anything the model has learnt.
/// </param>
/// <param name="force">Whether a genre that is there is replaced.</param>
/// <param name="onlySidecar">Whether no audio file is touched.</param>
/// <param name="write">Whether anything is written.</param>
/// <param name="preserveTimes">Whether files keep the times of their last change and access.</param>
internal sealed class Tagger(
    ITrackClassifier classifier, GenreMap map, double? leastProbability, bool force, bool onlySidecar, bool write, bool preserveTimes)
{
    /// <summary>How probable a genre must be unless told.</summary>
    public const double DefaultConfidence = 0.5;

    private const string RawName = "its name is not UTF-8";
    private const string OtherFormat = "no tags are written into files of its format";

    /// <summary>Decides on one track, and writes its tag.</summary>
    /// <exception cref="TrackException">Its tags are malformed, or cannot be changed safely.</exception>
    public async Task<TagDecision> DecideAsync(TrackArgument track, Stream audio, CancellationToken cancellation)
    {
        try
        {
            using var reach = ReachablePath.Of(track.FilePath);
            var file = TagFile.Open(reach.Path);
            if (file?.Genre is { } existing && !force)
            {
                return new TagDecision(track.Name, TagAction.Kept, Existing: existing);
            }

            var answer = await classifier.ClassifyAsync(track.Name, audio, cancellation);
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
                : best.Probability < (leastProbability ?? DefaultConfidence) || (leastProbability is null && answer.Reason is not null)
                    ? TagAction.Unsure
                : onlySidecar || obstacle is not null ? TagAction.Sidecar
                : TagAction.Tag;
            var reason = action switch
            {
                TagAction.Unsure => answer.Reason,
                TagAction.Sidecar => obstacle,
                _ => null,
            };
            var decision = new TagDecision(track.Name, action, name ?? best.Name, Math.Round(best.Probability, 4), file?.Genre,
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
