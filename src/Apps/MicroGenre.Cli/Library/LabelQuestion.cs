using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Store;

namespace MicroGenre.Cli.Library;

/// <summary>A track whose genre its owner is asked for.</summary>
/// <param name="Track">The track.</param>
/// <param name="Tagged">The genre of its tag, which the owner may keep; <see langword="null"/> if it has none.</param>
internal sealed record LabelQuestion(LibraryTrack Track, string? Tagged)
{
    public static LabelQuestion Of(SuggestedTrack suggested) => new(suggested.Track, suggested.Track.TagGenre);

    public static LabelQuestion Of(DisagreeingTrack disagreeing) => new(disagreeing.Track, disagreeing.Contradiction.Tagged);
}
