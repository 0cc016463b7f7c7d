using MicroGenre.Collections.Playlists;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;

namespace MicroGenre.Cli.Library;

/// <summary>Which tracks a playlist holds.</summary>
/// <param name="Query">What tracks must match, and their order.</param>
/// <param name="Like">The tracks to start with, followed by similar ones; empty for none.</param>
/// <param name="From">The start of a way; <see langword="null"/> for none.</param>
/// <param name="To">The end of the way.</param>
/// <param name="Limits">The limits of the playlist.</param>
internal sealed record PlaylistOrder(TrackQuery Query, IReadOnlyList<string> Like, string? From, string? To, PlaylistLimits Limits)
{
    /// <summary>The number of tracks of a playlist by sound, unless the user names one.</summary>
    public const int DefaultTracks = 25;

    // Candidates for each track of a playlist of similar ones: enough to keep artists apart.
    private const int Choice = 10;

    /// <summary>Finds the tracks.</summary>
    public async Task<IReadOnlyList<PlaylistTrack>> FindAsync(ILibrary library, CancellationToken cancellation)
    {
        var matching = new Dictionary<string, PlaylistTrack>(StringComparer.Ordinal);
        await library.ListAsync(Query, row => matching.Add(row.Path, Of(row)), cancellation);
        string[] seeds = From is null ? [.. Like] : [From, To!];
        if (seeds.Length == 0)
        {
            return Playlist.Arrange(matching.Values, Limits);
        }

        var ends = new List<PlaylistTrack>();
        foreach (var seed in seeds)
        {
            var row = await library.FindAsync(seed, cancellation);
            ends.Add(row is null ? new PlaylistTrack(LibraryTracks.FullPath(seed), null, null, null) : Of(row));
        }

        var order = new SimilarOrder(From is null ? Like : [From], To, Choice * Count(matching), NotArtist: false)
        {
            Among = matching.Keys.ToHashSet(StringComparer.Ordinal), ArtistGap = Limits.ArtistGap,
        };
        async Task<List<PlaylistTrack>> FoundAsync(SimilarOrder wanted) =>
            [.. (await library.SimilarAsync(wanted, cancellation)).Select(found => matching[found.File])];
        return From is null ? Alike(ends, await FoundAsync(order))
            : await WayAsync(ends[0], ends[1], count => FoundAsync(order with { Count = count }), matching);
    }

    private static PlaylistTrack Of(LibraryTrack row) => new(row.Path, row.Duration, row.Artist, row.Title);

    private IReadOnlyList<PlaylistTrack> Alike(List<PlaylistTrack> ends, List<PlaylistTrack> found) => Playlist.Arrange(
        [.. ends, .. found], Limits with { Tracks = Limits.Tracks ?? (Limits.Seconds is null ? DefaultTracks : null) });

    /// <summary>The longest way that keeps the limits: its steps are even, so that a shorter way is not a part of it.</summary>
    private async Task<List<PlaylistTrack>> WayAsync(
        PlaylistTrack from, PlaylistTrack to, Func<int, Task<List<PlaylistTrack>>> between, Dictionary<string, PlaylistTrack> matching)
    {
        for (var count = Count(matching) - 2; count > 0; count--)
        {
            List<PlaylistTrack> way = [from, .. await between(count), to];
            if (!(way.Sum(track => track.Duration ?? 0) > Limits.Seconds))
            {
                return way;
            }
        }

        return [from, to];
    }

    /// <summary>How many tracks the playlist has, by the mean duration where only that is limited.</summary>
    private int Count(Dictionary<string, PlaylistTrack> matching)
    {
        var mean = matching.Values.Select(track => track.Duration ?? 0).DefaultIfEmpty().Average();
        return Limits.Tracks ?? (Limits.Seconds is { } seconds && mean > 0 ? (int)Math.Ceiling(seconds / mean) : DefaultTracks);
    }
}
