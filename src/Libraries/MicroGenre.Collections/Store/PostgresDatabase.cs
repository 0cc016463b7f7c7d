using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MicroGenre.Collections.Store;

/// <summary>A library in a PostgreSQL database.</summary>
internal sealed class PostgresDatabase : LibraryDatabase
{
    // An arbitrary number; advisory locks are shared by all programs that use the database.
    private const long TurnKey = 0x4D474C42;
    private readonly NpgsqlConnectionStringBuilder _connection;

    public PostgresDatabase(string connection)
    {
        try
        {
            _connection = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException exception)
        {
            throw new LibraryException($"The connection string of the library is not valid: {exception.Message}", exception);
        }
    }

    public override string Name => $"{_connection.Database ?? _connection.Username} on {_connection.Host}";

    public override async Task OpenAsync(CancellationToken cancellation) => await GuardAsync(async () =>
    {
        await using var context = Connect();
        if (!(await context.Database.GetAppliedMigrationsAsync(cancellation)).Any())
        {
            throw new NoLibraryException($"There is no library in the database '{Name}'. Create one with 'microgenre library add FOLDER'.");
        }

        await context.Database.MigrateAsync(cancellation);
        return 0;
    });

    public override async Task CreateAsync(CancellationToken cancellation) => await GuardAsync(async () =>
    {
        await using var context = Connect();
        await context.Database.MigrateAsync(cancellation);
        return 0;
    });

    public override async Task CheckAsync(CancellationToken cancellation) => await GuardAsync(async () =>
    {
        await using var context = Connect();
        return await context.Tracks.AnyAsync(cancellation);
    });

    public override LibraryContext Connect() =>
        new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(_connection.ConnectionString).Options);

    public override async Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellation) => await GuardAsync(async () =>
    {
        // The server releases the lock of a process that dies, when its connection ends. A pool would keep the connection open.
        var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command =
                new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = TurnKey } } };
            return (bool)(await command.ExecuteScalarAsync(cancellation))!
                ? (IAsyncDisposable)new Turn(connection)
                : throw new LibraryException($"Another scan of the library '{Name}' is running. Start this one when it has ended.");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    public override Task BackupAsync(string path, CancellationToken cancellation) =>
        throw new LibraryException($"The library '{Name}' is on a server: back it up with pg_dump.");

    private protected override string Explain(DbException cause) => cause.SqlState switch
    {
        PostgresErrorCodes.DiskFull => $"The disk of the database '{Name}' is full. What was committed is safe; make room and start again.",
        null => $"The database '{Name}' cannot be reached: {cause.Message}. What was committed is safe; start again when it answers.",
        _ => $"The database '{Name}' cannot be used: {cause.Message}",
    };

    /// <summary>The lock that lets one scan at a time write to the library.</summary>
    private sealed class Turn(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
            {
                try
                {
                    // The server notices the end of a connection some time later, and the next scan would be refused until then.
                    await using var command =
                        new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = TurnKey } } };
                    await command.ExecuteScalarAsync();
                }
                catch (DbException)
                {
                    // The server is gone, and the lock with it.
                }
            }
        }
    }
}
