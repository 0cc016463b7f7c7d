using System.Runtime.CompilerServices;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Exchange;

/// <summary>Exports and imports the tracks of a library as Parquet, CSV or JSON lines, depending on the file's extension.</summary>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// await LibraryExchange.ExportAsync(database, "music.parquet", new TrackQuery(), CancellationToken.None);
/// var other = LibraryDatabase.InFolder("/home/you/models");
/// var (added, replaced) = await LibraryExchange.ImportAsync(other, "music.parquet", CancellationToken.None);
/// </code></example>
public static class LibraryExchange
{
    private const int BatchSize = 500;

    private static readonly Dictionary<string, ITrackTable> Tables = new(StringComparer.OrdinalIgnoreCase)
    {
        [".parquet"] = new ParquetTable(),
        [".csv"] = new CsvTrackTable(),
        [".jsonl"] = new JsonLinesTable(),
        [".ndjson"] = new JsonLinesTable(),
    };

    /// <summary>Exports tracks with all their data. The file is written atomically.</summary>
    /// <param name="database">The open library.</param>
    /// <param name="path">The file; its extension determines the format.</param>
    /// <param name="query">The tracks to export.</param>
    /// <param name="cancellation">Cancels the export.</param>
    /// <returns>Number of exported tracks.</returns>
    /// <exception cref="LibraryException">The extension is unknown, or the database failed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task<int> ExportAsync(LibraryDatabase database, string path, TrackQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        var table = TableOf(path);
        return database.GuardAsync(async () =>
        {
            var counter = new Counter();
            await using var context = database.Connect();
            await WholeFile.WriteAsync(path, async temporary =>
            {
                await using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite);
                await table.WriteAsync(file, RowsAsync(context, query, counter, cancellation), cancellation);
            });
            return counter.Count;
        });
    }

    /// <summary>Imports tracks. Tracks with a path that the library already contains are replaced.</summary>
    /// <param name="database">The open library.</param>
    /// <param name="path">The file; its extension determines the format.</param>
    /// <param name="cancellation">Cancels the import. Batches that were already imported stay.</param>
    /// <returns>Number of added and of replaced tracks.</returns>
    /// <exception cref="LibraryException">The extension is unknown, the database failed, or a scan is running.</exception>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static async Task<(int Added, int Replaced)> ImportAsync(LibraryDatabase database, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        var table = TableOf(path);
        await using var turn = await database.TakeTurnAsync(cancellation);
        var (added, replaced) = (0, 0);
        var batch = new List<LibraryTrack>(BatchSize);
        await foreach (var track in table.ReadAsync(path, cancellation))
        {
            batch.Add(track.ToRow());
            if (batch.Count == BatchSize)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return (added, replaced);

        async Task FlushAsync()
        {
            var found = await database.GuardAsync(() => ReplaceAsync(
                database, [.. batch.GroupBy(row => row.Path).Select(same => same.Last())], cancellation));
            added += found.Added;
            replaced += found.Replaced;
            batch.Clear();
        }
    }

    private static ITrackTable TableOf(string path) => Tables.TryGetValue(Path.GetExtension(path), out var table)
        ? table
        : throw new LibraryException($"'{path}' has no extension of a known format: use {string.Join(", ", Tables.Keys)}.");

    private static async IAsyncEnumerable<ExportedTrack> RowsAsync(
        LibraryContext context, TrackQuery query, Counter counter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (
            var row in query.Of(context.Tracks.AsNoTracking()).Include(track => track.Sound).AsAsyncEnumerable()
            .WithCancellation(cancellation))
        {
            counter.Count++;
            yield return ExportedTrack.Of(row);
        }
    }

    private static async Task<(int Added, int Replaced)> ReplaceAsync(
        LibraryDatabase database, List<LibraryTrack> rows, CancellationToken cancellation)
    {
        await using var context = database.Connect();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        string[] paths = [.. rows.Select(row => row.Path)];
        var replaced = await context.Tracks.Where(track => paths.Contains(track.Path)).ExecuteDeleteAsync(cancellation);
        context.AddRange(rows);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (rows.Count - replaced, replaced);
    }

    private sealed class Counter
    {
        public int Count { get; set; }
    }
}
