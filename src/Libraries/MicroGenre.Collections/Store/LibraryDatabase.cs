using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Store;

/// <summary>The database of a library. Instances are thread-safe; every operation opens its own context.</summary>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// await database.OpenAsync(CancellationToken.None);
/// await using var context = database.Connect();
/// var count = context.Tracks.Count();
/// </code></example>
public abstract class LibraryDatabase
{
    /// <summary>The name of the library in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Returns a library in an SQLite file in a folder.</summary>
    public static LibraryDatabase InFolder(string folder) => new SqliteDatabase(folder);

    /// <summary>Returns a library in a PostgreSQL database.</summary>
    /// <param name="connection">An Npgsql connection string, such as <c>Host=localhost;Database=music</c>.</param>
    /// <exception cref="LibraryException">The connection string is not valid.</exception>
    public static LibraryDatabase OnServer(string connection) => new PostgresDatabase(connection);

    /// <summary>Opens an existing library and updates its tables.</summary>
    /// <exception cref="NoLibraryException">The library does not exist.</exception>
    /// <exception cref="LibraryException">The library is damaged or unreachable. Nothing was changed.</exception>
    public abstract Task OpenAsync(CancellationToken cancellation);

    /// <summary>Opens the library, or creates it if it does not exist. A damaged library is never replaced.</summary>
    /// <exception cref="LibraryException">The library is damaged, or cannot be created.</exception>
    public abstract Task CreateAsync(CancellationToken cancellation);

    /// <summary>Checks the whole database for damage.</summary>
    /// <exception cref="LibraryException">The database is damaged.</exception>
    public abstract Task CheckAsync(CancellationToken cancellation);

    /// <summary>Creates a context for the tables.</summary>
    public abstract LibraryContext Connect();

    /// <summary>Takes the exclusive lock for changing tracks. It is released when the result is disposed or the process ends.</summary>
    /// <exception cref="LibraryException">Another scan holds the lock.</exception>
    public abstract Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellation);

    /// <summary>Writes a consistent copy of the library while it is in use.</summary>
    /// <param name="path">The file to write; it must not exist.</param>
    /// <param name="cancellation">Cancels the backup.</param>
    /// <exception cref="LibraryException">The copy cannot be written.</exception>
    public abstract Task BackupAsync(string path, CancellationToken cancellation);

    /// <summary>Runs an operation and turns database errors into messages for users.</summary>
    /// <exception cref="LibraryException">The database refuses the operation, is damaged, full or unreachable.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            throw new LibraryException(Explain(cause), exception);
        }
    }

    /// <summary>Explains a database error to users.</summary>
    private protected abstract string Explain(DbException cause);

    private static DbException? Cause(Exception exception) => exception switch
    {
        DbException cause => cause,
        DbUpdateException or InvalidOperationException => exception.InnerException is { } inner ? Cause(inner) : null,
        _ => null,
    };
}
