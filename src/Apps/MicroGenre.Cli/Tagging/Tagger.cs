using MicroGenre.Cli.Audio;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Decides on the genre of tracks, one after the other, and writes it where it is to be written.</summary>
/// <param name="classifier">Tells genres.</param>
/// <param name="map">What they are called.</param>
/// <param name="leastProbability">How probable one must be, 0 to 1.</param>
/// <param name="force">Whether a genre that is there is replaced.</param>
/// <param name="onlySidecar">Whether no audio file is touched.</param>
/// <param name="write">Whether anything is written.</param>
/// <param name="preserveTimes">Whether files keep the times of their last change and access.</param>
internal sealed class Tagger(
    ITrackClassifier classifier, GenreMap map, double leastProbability, bool force, bool onlySidecar, bool write, bool preserveTimes)
{
    private const string OtherFormat = "no tags are written into files of its format";

    /// <summary>Decides on one track, and writes its tag.</summary>
    /// <exception cref="TrackException">Its tags are malformed, or cannot be changed safely.</exception>
    public async Task<TagDecision> DecideAsync(TrackArgument track, Stream audio, CancellationToken cancellation)
    {
        try
        {
            var file = TagFile.Open(track.Name);
            if (file?.Genre is { } existing && !force)
            {
                return new TagDecision(track.Name, TagAction.Kept, Existing: existing);
            }

            var best = (await classifier.ClassifyAsync(track.Name, audio, cancellation)).Genres[0];
            var name = map.NameOf(best.Label);
            var obstacle = onlySidecar ? null : file is null ? OtherFormat : file.Obstacle;
            var action = name is null ? TagAction.Unmapped
                : best.Probability < leastProbability ? TagAction.Unsure
                : onlySidecar || obstacle is not null ? TagAction.Sidecar
                : TagAction.Tag;
            var reason = action == TagAction.Sidecar ? obstacle : null;
            var decision = new TagDecision(track.Name, action, name ?? best.Label, Math.Round(best.Probability, 4), file?.Genre, reason);
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
