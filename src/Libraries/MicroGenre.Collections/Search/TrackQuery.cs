using MicroGenre.Collections.Store;
using MicroGenre.Learning;

namespace MicroGenre.Collections.Search;

/// <summary>A query for tracks: filters, order and page.</summary>
public sealed record TrackQuery
{
    /// <summary>The state of the files: analysed, failed or gone.</summary>
    public FileState State { get; init; }

    /// <summary>Only tracks of this genre, as the model names it.</summary>
    public string? Genre { get; init; }

    /// <summary>Only tracks whose genre has at least this probability, 0 to 1.</summary>
    public double? LeastProbability { get; init; }

    /// <summary>Only tracks by this artist.</summary>
    public string? Artist { get; init; }

    /// <summary>Only tracks of this album.</summary>
    public string? Album { get; init; }

    /// <summary>Only tracks in this key, such as <c>F#:min</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Minimum tempo, in beats per minute.</summary>
    public double? LeastTempo { get; init; }

    /// <summary>Maximum tempo, in beats per minute.</summary>
    public double? MostTempo { get; init; }

    /// <summary>The first year.</summary>
    public int? FirstYear { get; init; }

    /// <summary>The last year.</summary>
    public int? LastYear { get; init; }

    /// <summary>Only tracks with this verdict.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Only tracks whose path, artist, album or title contains this text.</summary>
    public string? Text { get; init; }

    /// <summary>The sort order.</summary>
    public TrackOrder Order { get; init; }

    /// <summary>Whether to sort in descending order.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Number of tracks to skip.</summary>
    public int Skip { get; init; }

    /// <summary>Maximum number of tracks; <see langword="null"/> for all.</summary>
    public int? Take { get; init; }

    /// <summary>Applies filters, order and page.</summary>
    public IQueryable<LibraryTrack> Of(IQueryable<LibraryTrack> tracks)
    {
        var page = Sort(Filter(tracks)).Skip(Skip);
        return Take is { } count ? page.Take(count) : page;
    }

    /// <summary>Applies only the filters.</summary>
    public IQueryable<LibraryTrack> Filter(IQueryable<LibraryTrack> tracks)
    {
        tracks = State switch
        {
            FileState.Failed => tracks.Where(track => !track.IsGone && track.Failure != null),
            FileState.Gone => tracks.Where(track => track.IsGone),
            _ => tracks.Where(track => !track.IsGone && track.Failure == null),
        };
        tracks = Genre is null ? tracks : tracks.Where(track => track.Genre == Genre);
        tracks = LeastProbability is null ? tracks : tracks.Where(track => track.Probability >= LeastProbability);
        tracks = Artist is null ? tracks : tracks.Where(track => track.Artist == Artist);
        tracks = Album is null ? tracks : tracks.Where(track => track.Album == Album);
        tracks = Key is null ? tracks : tracks.Where(track => track.Key == Key);
        tracks = LeastTempo is null ? tracks : tracks.Where(track => track.Tempo >= LeastTempo);
        tracks = MostTempo is null ? tracks : tracks.Where(track => track.Tempo <= MostTempo);
        tracks = FirstYear is null ? tracks : tracks.Where(track => track.Year >= FirstYear);
        tracks = LastYear is null ? tracks : tracks.Where(track => track.Year <= LastYear);
        tracks = Verdict is null ? tracks : tracks.Where(track => track.Verdict == Verdict);
        return Text is null ? tracks : tracks.Where(track =>
            ((string)(object)track.Path).Contains(Text) || track.Artist!.Contains(Text) || track.Album!.Contains(Text)
                || track.Title!.Contains(Text));
    }

    // Ties are broken by path, so that pages do not overlap. Missing values sort last, because databases disagree on their place.
    private IOrderedQueryable<LibraryTrack> Sort(IQueryable<LibraryTrack> tracks) => (Order, IsDescending) switch
    {
        (TrackOrder.Path, false) => tracks.OrderBy(track => track.Path),
        (TrackOrder.Path, true) => tracks.OrderByDescending(track => track.Path),
        (TrackOrder.Genre, _) when Genre is not null => tracks.OrderBy(track => track.Path),
        (TrackOrder.Genre, false) => tracks.OrderBy(track => track.Genre == null).ThenBy(track => track.Genre).ThenBy(track => track.Path),
        (TrackOrder.Genre, true) => tracks.OrderBy(track => track.Genre == null).ThenByDescending(track => track.Genre)
            .ThenBy(track => track.Path),
        (TrackOrder.Probability, false) => tracks.OrderBy(track => track.Probability == null).ThenBy(track => track.Probability)
            .ThenBy(track => track.Path),
        (TrackOrder.Probability, true) => tracks.OrderBy(track => track.Probability == null).ThenByDescending(track => track.Probability)
            .ThenBy(track => track.Path),
        (TrackOrder.Artist, false) => tracks.OrderBy(track => track.Artist == null).ThenBy(track => track.Artist)
            .ThenBy(track => track.Path),
        (TrackOrder.Artist, true) => tracks.OrderBy(track => track.Artist == null).ThenByDescending(track => track.Artist)
            .ThenBy(track => track.Path),
        (TrackOrder.Tempo, false) => tracks.OrderBy(track => track.Tempo == null).ThenBy(track => track.Tempo).ThenBy(track => track.Path),
        (TrackOrder.Tempo, true) => tracks.OrderBy(track => track.Tempo == null).ThenByDescending(track => track.Tempo)
            .ThenBy(track => track.Path),
        (TrackOrder.Year, false) => tracks.OrderBy(track => track.Year == null).ThenBy(track => track.Year).ThenBy(track => track.Path),
        (TrackOrder.Year, true) => tracks.OrderBy(track => track.Year == null).ThenByDescending(track => track.Year)
            .ThenBy(track => track.Path),
        (_, false) => tracks.OrderBy(track => track.Duration).ThenBy(track => track.Path),
        (_, true) => tracks.OrderByDescending(track => track.Duration).ThenBy(track => track.Path),
    };
}

/// <summary>The state of a file.</summary>
public enum FileState
{
    /// <summary>It exists and was analysed.</summary>
    Track,

    /// <summary>It exists but could not be analysed.</summary>
    Failed,

    /// <summary>It no longer exists.</summary>
    Gone,
}

/// <summary>The sort order of tracks.</summary>
public enum TrackOrder
{
    /// <summary>By path.</summary>
    Path,

    /// <summary>By the most probable genre.</summary>
    Genre,

    /// <summary>By the probability of that genre.</summary>
    Probability,

    /// <summary>By artist.</summary>
    Artist,

    /// <summary>By tempo.</summary>
    Tempo,

    /// <summary>By year.</summary>
    Year,

    /// <summary>By duration.</summary>
    Duration,
}
