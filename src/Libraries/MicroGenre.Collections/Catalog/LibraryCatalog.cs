using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Catalog;

/// <summary>What is asked of a library and told to it, between scans. One object may be used from several threads.</summary>
/// <param name="database">The library; open.</param>
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
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<List<string>> FoldersAsync(CancellationToken cancellation) => WithAsync(context =>
        context.Folders.OrderBy(folder => folder.Id).Select(folder => folder.Path).ToListAsync(cancellation));

    /// <summary>Lets the library follow folders.</summary>
    /// <param name="folders">Full paths, without a separator at the end.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Those that it did not follow yet.</returns>
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<IReadOnlyList<string>> FollowAsync(IEnumerable<string> folders, CancellationToken cancellation) =>
        WithAsync<IReadOnlyList<string>>(async context =>
    {
        var known = await context.Folders.Select(folder => folder.Path).ToListAsync(cancellation);
        string[] added = [.. folders.Distinct(StringComparer.Ordinal).Except(known, StringComparer.Ordinal)];
        context.AddRange(added.Select(path => new LibraryFolder { Path = path }));
        await context.SaveChangesAsync(cancellation);
        return added;
    });

    /// <summary>Forgets folders with all tracks in them, and single tracks. No audio file is touched.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="gone">Whether to forget all files that are no longer there, too.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many files were forgotten.</returns>
    /// <exception cref="LibraryException">The library has nothing of a path, a scan is running, or the database fails.</exception>
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

    /// <summary>The tracks that are asked for, with their sound.</summary>
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<List<LibraryTrack>> ListAsync(TrackQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return WithAsync(context =>
            query.Of(context.Tracks.AsNoTracking()).Include(track => track.Sound).ToListAsync(cancellation));
    }

    /// <summary>A file with its sound; <see langword="null"/> for one that the library does not have.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<LibraryTrack?> FindAsync(string path, CancellationToken cancellation) => WithAsync(context =>
        context.Tracks.AsNoTracking().Include(track => track.Sound).FirstOrDefaultAsync(track => track.Path == path, cancellation));

    /// <summary>Files with their sound, by their numbers; those that the library does not have are left out.</summary>
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<Dictionary<long, LibraryTrack>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        WithAsync(context => context.Tracks.AsNoTracking().Include(track => track.Sound).Where(track => ids.Contains(track.Id))
            .ToDictionaryAsync(track => track.Id, cancellation));

    /// <summary>The model that analysed the library last, as NAME/VERSION; <see langword="null"/> before there is a track.</summary>
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<string?> LastModelAsync(CancellationToken cancellation) => WithAsync(context => context.Tracks
        .Where(track => track.Model != null).OrderByDescending(track => track.Analyzed).Select(track => track.Model)
        .FirstOrDefaultAsync(cancellation));

    /// <summary>Whether a file of this content was analysed by a model, at the present version of what is measured.</summary>
    /// <param name="sha256">SHA-256 of the bytes.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <exception cref="LibraryException">The database fails.</exception>
    public bool KnowsContent(string sha256, string model) => WithAsync(context => Task.FromResult(context.Tracks.Any(track =>
        track.Sha256 == sha256 && track.Failure == null && track.Model == model && track.Features == SoundAnalyzer.FeaturesVersion)))
        .GetAwaiter().GetResult();

    /// <summary>Tells whether something was analysed between two moments.</summary>
    /// <exception cref="LibraryException">The database fails.</exception>
    public Task<LibraryStamp> StampAsync(CancellationToken cancellation) => WithAsync(async context => new LibraryStamp(
        await context.Tracks.MaxAsync(track => (long?)track.Id, cancellation),
        await context.Tracks.MaxAsync(track => (DateTime?)track.Analyzed, cancellation)));

    /// <summary>What the library holds.</summary>
    /// <exception cref="LibraryException">The database fails.</exception>
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

        // Paths of a folder begin with it: by the order of bytes they lie between it and the next name.
        var (first, end) = (path + Path.DirectorySeparatorChar, path + (char)(Path.DirectorySeparatorChar + 1));
        var tracks = await context.Tracks.Where(track => track.Path == path
            || (string.Compare(track.Path, first) >= 0 && string.Compare(track.Path, end) < 0)).ExecuteDeleteAsync(cancellation);
        return folders + tracks > 0 ? tracks
            : throw new LibraryException($"The library has nothing of '{RawPath.Display(path)}'.");
    }

    private Task<T> WithAsync<T>(Func<LibraryContext, Task<T>> work) => database.GuardAsync(async () =>
    {
        await using var context = database.Connect();
        return await work(context);
    });
}
