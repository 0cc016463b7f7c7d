using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;

namespace MicroGenre.Cli.Library;

/// <summary>A library of tracks: in a database that this program opens, or kept by a Collecting service.</summary>
internal interface ILibrary : IDisposable
{
    /// <summary>Lets the library follow folders, and makes it where there is none.</summary>
    /// <returns>Each folder's full path, and whether it is new.</returns>
    Task<IReadOnlyList<(string Folder, bool IsNew)>> AddAsync(IReadOnlyList<string> folders, CancellationToken cancellation);

    /// <summary>Brings the library up to date with its folders.</summary>
    /// <param name="model">The model that the user named; <see langword="null"/> for the library's own.</param>
    /// <param name="threads">How many files are read at once; <see langword="null"/> for one for each core.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the scan; what was analysed is kept.</param>
    Task<ScanSummary> ScanAsync(string? model, int? threads, IProgress<ScanProgress> progress, CancellationToken cancellation);

    /// <summary>Notices what changes in the folders from now on, as far as it can.</summary>
    Task NoticeChangesAsync(CancellationToken cancellation);

    /// <summary>Waits until something has changed, or for so long.</summary>
    Task WaitForChangesAsync(TimeSpan longest, CancellationToken cancellation);

    /// <summary>What the library holds.</summary>
    Task<LibraryStatus> StatusAsync(CancellationToken cancellation);

    /// <summary>Goes through the tracks that are asked for, in order, with their genres.</summary>
    Task ListAsync(TrackQuery query, Action<LibraryTrack> take, CancellationToken cancellation);

    /// <summary>How many tracks match, on all pages.</summary>
    Task<int> CountAsync(TrackQuery query, CancellationToken cancellation);

    /// <summary>A track with its sound; <see langword="null"/> if the library does not have it.</summary>
    /// <exception cref="FailureException">The library could not analyse it.</exception>
    Task<LibraryTrack?> FindAsync(string file, CancellationToken cancellation);

    /// <summary>Forgets folders with all tracks in them, and single tracks.</summary>
    /// <param name="paths">What to forget.</param>
    /// <param name="gone">Whether to forget all files that are no longer there, too.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many files were forgotten.</returns>
    Task<int> ForgetAsync(IReadOnlyList<string> paths, bool gone, CancellationToken cancellation);

    /// <summary>Tracks that sound like others, the most alike first, or those on a way, in order.</summary>
    Task<IReadOnlyList<(string File, double Similarity)>> SimilarAsync(SimilarOrder order, CancellationToken cancellation);

    /// <summary>Remembers what a track is; with <see langword="null"/> forgets it.</summary>
    /// <returns>The track.</returns>
    Task<LibraryTrack> LabelAsync(string file, string? genre, CancellationToken cancellation);

    /// <summary>The tracks whose labels would teach most, the most worthwhile first.</summary>
    Task<IReadOnlyList<SuggestedTrack>> SuggestAsync(int count, CancellationToken cancellation);

    /// <summary>The tracks whose tag contradicts a model that is at least so sure, the greatest contradiction first.</summary>
    Task<IReadOnlyList<DisagreeingTrack>> DisagreementsAsync(int count, double least, CancellationToken cancellation);

    /// <summary>The labels that are probably wrong, the most doubtful first.</summary>
    Task<IReadOnlyList<DoubtfulTrack>> DoubtfulAsync(CancellationToken cancellation);

    /// <summary>Goes through the groups of files that are the same recording.</summary>
    Task DuplicatesAsync(Action<IReadOnlyList<string>> take, CancellationToken cancellation);
}

/// <summary>What to find.</summary>
/// <param name="Files">The tracks to be like.</param>
/// <param name="PathTo">The track that the way goes to, where one is asked for.</param>
/// <param name="Count">How many to find.</param>
/// <param name="NotArtist">Whether to leave out tracks of the same artists.</param>
internal sealed record SimilarOrder(IReadOnlyList<string> Files, string? PathTo, int Count, bool NotArtist)
{
    /// <summary>The paths to choose from; <see langword="null"/> for all.</summary>
    public IReadOnlySet<string>? Among { get; init; }

    /// <summary>How many tracks of a way lie between two of the same artist, as long as there are others.</summary>
    public int ArtistGap { get; init; }
}
