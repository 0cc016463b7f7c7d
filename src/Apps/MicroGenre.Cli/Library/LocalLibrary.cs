using MicroGenre.Cli.Output;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Cli.Library;

/// <summary>A library in a database that this program opens.</summary>
internal sealed class LocalLibrary(LibraryDatabase database, Func<ModelRepository> models) : ILibrary
{
    private readonly LibraryCatalog _catalog = new(database);
    private readonly LibraryLabels _labels = new(database);
    private GenreModel? _model;
    private LibraryWatch? _watch;
    private (string[] Files, SeedTracks Seeds, SimilarTracks Similar)? _sounds;

    public async Task<IReadOnlyList<(string Folder, bool IsNew)>> AddAsync(
        IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        string[] paths = [.. folders.Select(Checked).Distinct(StringComparer.Ordinal)];
        await database.CreateAsync(cancellation);
        var added = await _catalog.FollowAsync(paths, cancellation);
        return [.. paths.Select(path => (path, added.Contains(path, StringComparer.Ordinal)))];
    }

    public async Task<ScanSummary> ScanAsync(
        string? model, int? threads, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        _model ??= ModelName.Parse(model ?? (await _catalog.LastModelAsync(cancellation))?.Split('/')[0] ?? ModelName.Default)
            .Load(models());
        var finder = new LocalFinder(new SoundAnalyzer(_model), threads ?? Environment.ProcessorCount);
        return await new LibraryScanner(database, finder).ScanAsync(progress, cancellation);
    }

    public async Task NoticeChangesAsync(CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        _watch ??= new LibraryWatch(await _catalog.FoldersAsync(cancellation));
        _watch.Follow();
    }

    public Task WaitForChangesAsync(TimeSpan longest, CancellationToken cancellation) => _watch!.WaitAsync(longest, cancellation);

    public async Task<LibraryStatus> StatusAsync(CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _catalog.StatusAsync(cancellation);
    }

    public async Task ListAsync(TrackQuery query, Action<LibraryTrack> take, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        await database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            var rows = query.Of(context.Tracks.AsNoTracking()).Include(track => track.Sound);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                take(row);
            }

            return true;
        });
    }

    public async Task<int> CountAsync(TrackQuery query, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _catalog.CountAsync(query, cancellation);
    }

    public async Task<LibraryTrack?> FindAsync(string file, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await LibraryTracks.FindAsync(database, file, cancellation);
    }

    public async Task<int> ForgetAsync(IReadOnlyList<string> paths, bool gone, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _catalog.ForgetAsync(paths.Select(LibraryTracks.FullPath), gone, cancellation);
    }

    public async Task<IReadOnlyList<(string File, double Similarity)>> SimilarAsync(SimilarOrder order, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        string[] files = [.. order.Files, .. order.PathTo is { } goal ? [goal] : Array.Empty<string>()];
        var (seeds, similar) = await SoundsAsync(files, cancellation);
        bool IsWanted(SoundingTrack track) => !seeds.Paths.Contains(track.Path) && order.Among?.Contains(track.Path) != false
            && !(order.NotArtist && track.Artist is { } artist && seeds.Artists.Contains(artist));
        var found = order.PathTo is null ? similar.To(seeds.Embeddings, order.Count, IsWanted)
            : similar.Between(seeds.Embeddings[0], seeds.Embeddings[1], order.Count, IsWanted, order.ArtistGap);
        return [.. found.Select(track => (track.Track.Path, (double)track.Similarity))];
    }

    public async Task<LibraryTrack> LabelAsync(string file, string? genre, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _labels.SetAsync(LibraryTracks.FullPath(file), genre, cancellation);
    }

    public async Task<IReadOnlyList<SuggestedTrack>> SuggestAsync(int count, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _labels.SuggestAsync(count, cancellation);
    }

    public async Task<IReadOnlyList<DisagreeingTrack>> DisagreementsAsync(int count, double least, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _labels.FindDisagreementsAsync(count, least, cancellation);
    }

    public async Task<IReadOnlyList<DoubtfulTrack>> DoubtfulAsync(CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        return await _labels.FindDoubtfulAsync(cancellation);
    }

    public async Task DuplicatesAsync(Action<IReadOnlyList<string>> take, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        var model = await _catalog.ModelAsync(cancellation);
        var similar = await SimilarTracks.LoadAsync(database, model, cancellation);
        var groups = DuplicateTracks.Find(
            similar.Tracks, problem => Screen.WriteProblem($"{RawPath.Display(problem.Path)}: {problem.Reason}"), cancellation);
        foreach (var group in groups)
        {
            take([.. group.Select(track => track.Path)]);
        }
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _model?.Dispose();
        _sounds?.Seeds.Dispose();
    }

    // A playlist asks for several ways between the same tracks.
    private async Task<(SeedTracks Seeds, SimilarTracks Similar)> SoundsAsync(string[] files, CancellationToken cancellation)
    {
        if (_sounds is not { } known || !known.Files.SequenceEqual(files, StringComparer.Ordinal))
        {
            _sounds?.Seeds.Dispose();
            _sounds = null;
            var seeds = await SeedTracks.ReadAsync(database, models(), files, cancellation);
            known = (files, seeds, await SimilarTracks.LoadAsync(database, seeds.Model, cancellation));
            _sounds = known;
        }

        return (known.Seeds, known.Similar);
    }

    private static string Checked(string folder) => FileStatus.Of(folder).Kind == FileKind.Folder
        ? LibraryTracks.FullPath(folder)
        : throw new FailureException($"There is no folder '{RawPath.Display(folder)}'.");
}
