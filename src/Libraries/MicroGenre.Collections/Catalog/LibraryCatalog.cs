using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Catalog;

/// <summary>Queries and edits a library between scans. Instances are thread-safe.</summary>
/// <param name="database">The open library.</param>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// await database.CreateAsync(CancellationToken.None);
/// var catalog = new LibraryCatalog(database);
/// await catalog.FollowAsync(["/home/me/Music"], CancellationToken.None);
/// var tracks = await catalog.ListAsync(new TrackQuery { Genre = "jazz", Take = 50 }, CancellationToken.None);
/// </code></example>
public sealed class LibraryCatalog(LibraryDatabase database)
{
    /// <summary>The folders that the library follows.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<List<string>> FoldersAsync(CancellationToken cancellation) => WithAsync(context =>
        context.Folders.OrderBy(folder => folder.Id).Select(folder => folder.Path).ToListAsync(cancellation));

    /// <summary>Adds folders to the library.</summary>
    /// <param name="folders">Full paths without a trailing separator.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The folders that were not in the library before.</returns>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<IReadOnlyList<string>> FollowAsync(IEnumerable<string> folders, CancellationToken cancellation) =>
        WithAsync<IReadOnlyList<string>>(async context =>
    {
        var known = await context.Folders.Select(folder => folder.Path).ToListAsync(cancellation);
        string[] added = [.. folders.Distinct(StringComparer.Ordinal).Except(known, StringComparer.Ordinal)];
        context.AddRange(added.Select(path => new LibraryFolder { Path = path }));
        await context.SaveChangesAsync(cancellation);
        return added;
    });

    /// <summary>Removes folders with all their tracks, or single tracks. Audio files are not touched.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="gone">Whether to remove all files that no longer exist, too.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Number of removed files.</returns>
    /// <exception cref="LibraryException">The library does not contain a path, a scan is running, or the database failed.</exception>
    public async Task<int> ForgetAsync(IEnumerable<string> paths, bool gone, CancellationToken cancellation)
    {
        await using var turn = await database.TakeTurnAsync(cancellation);
        return await WithAsync(async context =>
        {
            var count = gone ? await context.Tracks.Where(track => track.IsGone).ExecuteDeleteAsync(cancellation) : 0;
            foreach (var path in paths)
            {
                count += await ForgetAsync(context, path, cancellation);
            }

            return count;
        });
    }

    /// <summary>Lists the tracks of a query, with their sound.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<List<LibraryTrack>> ListAsync(TrackQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return WithAsync(context =>
            query.Of(context.Tracks.AsNoTracking()).Include(track => track.Sound).ToListAsync(cancellation));
    }

    /// <summary>Counts the tracks of a query, on all pages.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<int> CountAsync(TrackQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return WithAsync(context => query.Filter(context.Tracks).CountAsync(cancellation));
    }

    /// <summary>Returns a file with its sound; <see langword="null"/> if the library does not contain it.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<LibraryTrack?> FindAsync(string path, CancellationToken cancellation) => WithAsync(context =>
        context.Tracks.AsNoTracking().Include(track => track.Sound).FirstOrDefaultAsync(track => track.Path == path, cancellation));

    /// <summary>Returns files with their sound, by their IDs. IDs that the library does not contain are left out.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<Dictionary<long, LibraryTrack>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        WithAsync(context => context.Tracks.AsNoTracking().Include(track => track.Sound).Where(track => ids.Contains(track.Id))
            .ToDictionaryAsync(track => track.Id, cancellation));

    /// <summary>The model of the latest analysis, as NAME/VERSION; <see langword="null"/> if the library has no tracks.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<string?> LastModelAsync(CancellationToken cancellation) => WithAsync(context => context.Tracks
        .Where(track => track.Model != null).OrderByDescending(track => track.Analyzed).Select(track => track.Model)
        .FirstOrDefaultAsync(cancellation));

    /// <summary>The model of the latest analysis, as NAME/VERSION.</summary>
    /// <exception cref="LibraryException">The library has no tracks, or the database failed.</exception>
    public async Task<string> ModelAsync(CancellationToken cancellation) => await LastModelAsync(cancellation)
        ?? throw new LibraryException("The library has no tracks yet. Analyse its folders with 'microgenre library scan'.");

    /// <summary>Whether a file with this content was analysed by a model in the current version of the features.</summary>
    /// <param name="sha256">SHA-256 of the file.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <exception cref="LibraryException">The database failed.</exception>
    public bool KnowsContent(string sha256, string model) => WithAsync(context => Task.FromResult(context.Tracks.Any(track =>
        track.Sha256 == sha256 && track.Failure == null && track.Model == model && track.Features == SoundAnalyzer.FeaturesVersion)))
        .GetAwaiter().GetResult();

    /// <summary>Returns a stamp that changes when something is analysed, vanishes or is forgotten.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<LibraryStamp> StampAsync(CancellationToken cancellation) => WithAsync(async context => new LibraryStamp(
        await context.Tracks.MaxAsync(track => (long?)track.Id, cancellation),
        await context.Tracks.MaxAsync(track => (DateTime?)track.Analyzed, cancellation),
        await context.Tracks.CountAsync(track => !track.IsGone, cancellation)));

    /// <summary>Summarises the library.</summary>
    /// <exception cref="LibraryException">The database failed.</exception>
    public Task<LibraryStatus> StatusAsync(CancellationToken cancellation) => WithAsync(async context =>
    {
        var there = context.Tracks.Where(track => !track.IsGone && track.Failure == null);
        var genres = await there.Where(track => track.Genre != null).GroupBy(track => track.Genre!)
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        var models = await there.Where(track => track.Model != null).GroupBy(track => track.Model!)
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        return new LibraryStatus(
            database.Name,
            [.. (await context.Folders.OrderBy(folder => folder.Id).Select(folder => folder.Path).ToListAsync(cancellation))
                .Select(RawPath.Display)],
            await there.CountAsync(cancellation),
            await context.Tracks.CountAsync(track => !track.IsGone && track.Failure != null, cancellation),
            await context.Tracks.CountAsync(track => track.IsGone, cancellation),
            Math.Round(await there.SumAsync(track => track.Duration, cancellation), 1),
            genres.OrderByDescending(genre => genre.Count).ToDictionary(genre => genre.Key, genre => genre.Count),
            models.OrderBy(model => model.Key).ToDictionary(model => model.Key, model => model.Count));
    });

    private static async Task<int> ForgetAsync(LibraryContext context, string path, CancellationToken cancellation)
    {
        var folders = await context.Folders.Where(folder => folder.Path == path).ExecuteDeleteAsync(cancellation);

        // Paths in a folder start with its path: in byte order they lie between it and the next name.
        var (first, end) = (path + Path.DirectorySeparatorChar, path + (char)(Path.DirectorySeparatorChar + 1));
        var tracks = await context.Tracks.Where(track => track.Path == path
            || (string.Compare(track.Path, first) >= 0 && string.Compare(track.Path, end) < 0)).ExecuteDeleteAsync(cancellation);
        return folders + tracks > 0 ? tracks
            : throw new LibraryException($"The library does not contain '{RawPath.Display(path)}'.");
    }

    private Task<T> WithAsync<T>(Func<LibraryContext, Task<T>> work) => database.GuardAsync(async () =>
    {
        await using var context = database.Connect();
        return await work(context);
    });
}
