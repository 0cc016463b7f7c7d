using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Store;

/// <summary>Where a library is kept. One object may be used from several threads; each piece of work opens a context of its own.</summary>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// await database.OpenAsync(CancellationToken.None);
/// await using var context = database.Connect();
/// var count = context.Tracks.Count();
/// </code></example>
public abstract class LibraryDatabase
{
    /// <summary>What to call it in messages.</summary>
    public abstract string Name { get; }

    /// <summary>A library in an SQLite file in a folder.</summary>
    public static LibraryDatabase InFolder(string folder) => new SqliteDatabase(folder);

    /// <summary>A library in a PostgreSQL database.</summary>
    /// <param name="connection">An Npgsql connection string, such as <c>Host=localhost;Database=music</c>.</param>
    /// <exception cref="LibraryException">It is none.</exception>
    public static LibraryDatabase OnServer(string connection) => new PostgresDatabase(connection);

    /// <summary>Opens a library that is there, and brings its tables up to date.</summary>
    /// <exception cref="NoLibraryException">There is none.</exception>
    /// <exception cref="LibraryException">It is damaged, or out of reach. Nothing is changed then.</exception>
    public abstract Task OpenAsync(CancellationToken cancellation);

    /// <summary>Opens the library, and makes one where there is none. What is there and is damaged is never replaced.</summary>
    /// <exception cref="LibraryException">It is damaged, or cannot be made.</exception>
    public abstract Task CreateAsync(CancellationToken cancellation);

    /// <summary>Looks for damage in the whole database.</summary>
    /// <exception cref="LibraryException">There is some.</exception>
    public abstract Task CheckAsync(CancellationToken cancellation);

    /// <summary>A new connection to the tables.</summary>
    public abstract LibraryContext Connect();

    /// <summary>Takes the only turn to change tracks. It ends when it is disposed of, or with the process, however that ends.</summary>
    /// <exception cref="LibraryException">Another scan has it.</exception>
    public abstract Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellation);

    /// <summary>Writes a copy of the library as it is at this moment, while others go on with it.</summary>
    /// <param name="path">The file to write; it must not exist.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LibraryException">It cannot be written.</exception>
    public abstract Task BackupAsync(string path, CancellationToken cancellation);

    /// <summary>Does a piece of work, and tells in plain words what goes wrong with the database.</summary>
    /// <exception cref="LibraryException">The database refuses, is damaged, full or out of reach.</exception>
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

    /// <summary>What an error of the database means to the library's owner.</summary>
    private protected abstract string Explain(DbException cause);

    private static DbException? Cause(Exception exception) => exception switch
    {
        DbException cause => cause,
        DbUpdateException or InvalidOperationException => exception.InnerException is { } inner ? Cause(inner) : null,
        _ => null,
    };
}
