using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using MicroGenre.Signal.Files;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Store;

/// <summary>A library in an SQLite file.</summary>
internal sealed class SqliteDatabase(string folder) : LibraryDatabase
{
    private const string FileName = "library.db";
    private const string LockName = "library.lock";

    // "MGLB" identifies our files. Files of other programs are never migrated.
    private const int ApplicationId = 0x4D474C42;

    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Path.GetFullPath(folder);

    public override string Name => Path.Combine(_folder, FileName);

    public override async Task OpenAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Name))
        {
            throw new NoLibraryException($"There is no library in '{_folder}'. Create one with 'microgenre library add FOLDER'.");
        }

        await GuardAsync(async () =>
        {
            await using var context = Connect();
            var id = await ScalarAsync(context, "PRAGMA application_id", cancellation);
            if (new FileInfo(Name).Length == 0 || Convert.ToInt64(id, CultureInfo.InvariantCulture) != ApplicationId)
            {
                throw new LibraryException(Damaged("it is empty, or another program's"));
            }

            await MigrateAsync(context, cancellation);
            return 0;
        });
    }

    public override async Task CreateAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Name))
        {
            // The file appears complete: a process that is killed here leaves no partial library.
            var temporary = Path.Combine(_folder, $".{FileName}.{Guid.NewGuid():N}");
            try
            {
                await GuardAsync(() => MakeAsync(temporary, cancellation));
                File.Move(temporary, Name, overwrite: false);
            }
            catch (IOException) when (File.Exists(Name))
            {
                // Another process created it first.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new LibraryException($"A library cannot be created in '{_folder}': {exception.Message}", exception);
            }
            finally
            {
                Delete(temporary);
            }
        }

        await OpenAsync(cancellation);
    }

    public override async Task CheckAsync(CancellationToken cancellation) => await GuardAsync(async () =>
    {
        await using var context = Connect();
        var found = await ScalarAsync(context, "PRAGMA quick_check(1)", cancellation) as string;
        return found == "ok" ? 0 : throw new LibraryException(Damaged(found ?? "it does not answer"));
    });

    public override LibraryContext Connect() => Connect(Name, SqliteOpenMode.ReadWrite);

    public override Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, LockName);
        try
        {
            // The system releases the lock when the process ends, however it ends.
            return Task.FromResult<IAsyncDisposable>(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new LibraryException($"Another scan of the library '{Name}' is running. Start this one when it has ended.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LibraryException($"The folder '{_folder}' cannot be written to: {exception.Message}", exception);
        }
    }

    public override async Task BackupAsync(string path, CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            throw new LibraryException($"The file '{path}' already exists. Choose another name for the backup.");
        }

        await GuardAsync(() => Task.Run(() =>
        {
            WholeFile.Write(path, temporary =>
            {
                using var source = new SqliteConnection(Connection(Name, SqliteOpenMode.ReadOnly));
                using var target = new SqliteConnection(Connection(temporary, SqliteOpenMode.ReadWriteCreate));
                source.Open();
                target.Open();
                source.BackupDatabase(target);
            });
            return 0;
        }, cancellation));
    }

    private protected override string Explain(DbException cause) => (cause as SqliteException)?.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"The disk of the library '{Name}' is full. What was committed is safe; make room and start again.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => Damaged(cause.Message),
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"The library '{Name}' is in use by another program: {cause.Message}",
        SQLitePCL.raw.SQLITE_CANTOPEN when !File.Exists(Name) =>
            $"The library '{Name}' is gone. Put it back and start again; no new library was created in its place.",
        _ => $"The library '{Name}' cannot be used: {cause.Message}",
    };

    private static async Task<int> MakeAsync(string path, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var context = Connect(path, SqliteOpenMode.ReadWriteCreate);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        await context.Database.MigrateAsync(cancellation);
        await context.Database.ExecuteSqlRawAsync(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"), cancellation);
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellation);
        return 0;
    }

    // Nothing is locked unless something changes: a library is opened far more often than it is migrated.
    private async Task MigrateAsync(LibraryContext context, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while ((await context.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            try
            {
                await using var turn = await TakeTurnAsync(cancellation);

                // The row by which EF Core locks migrations outlives a killed process, and would be waited for without end.
                await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", cancellation);
                await context.Database.MigrateAsync(cancellation);
            }
            catch (LibraryException e) when (e.InnerException is IOException && clock.Elapsed < LongestMigration)
            {
                // Another process migrates it.
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static void Delete(string path)
    {
        foreach (var ending in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"])
        {
            File.Delete(path + ending);
        }
    }

    private static SqliteContext Connect(string path, SqliteOpenMode mode) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(Connection(path, mode)).Options);

    // Without a pool, no connection keeps a file open or refers to one that is gone.
    private static string Connection(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString();

    private static async Task<object?> ScalarAsync(LibraryContext context, string sql, CancellationToken cancellation)
    {
        var connection = context.Database.GetDbConnection();
        await context.Database.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation);
    }

    private string Damaged(string why) =>
        $"'{Name}' is not a library, or is damaged ({why}). "
        + "It was left as it is: put a backup in its place, or move it away and scan anew.";
}
