using System.Globalization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Store;
using MicroGenre.Collections.Tests;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Library;

/// <summary>How many tracks a second a database takes from a scan whose analysis costs nothing.</summary>
internal static class CommitRate
{
    /// <summary>Measures it in PostgreSQL where the machine has it, else in an SQLite file.</summary>
    /// <returns>Tracks per second, and of which database.</returns>
    public static async Task<(double Rate, string Database)> MeasureAsync(SoundAnalysis analysis, int files)
    {
        using var folder = new TemporaryFolder();
        using var server = new PostgresServer();
        var (database, name) = PostgresServer.Binaries is null ? (LibraryDatabase.InFolder(folder.Path), "SQLite")
            : (LibraryDatabase.OnServer(server.NewDatabase()), "PostgreSQL");
        var music = Directory.CreateDirectory(folder["music"]).FullName;
        for (var i = 0; i < files; i++)
        {
            File.WriteAllBytes(Path.Combine(music, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.wav")), []);
        }

        await database.CreateAsync(default);
        await new LibraryCatalog(database).FollowAsync([music], default);
        var scan = await new LibraryScanner(database, new Ready(analysis)).ScanAsync(null, default);
        return (scan.New / scan.Seconds, name);
    }

    /// <summary>Finds the same in every file, at once.</summary>
    private sealed class Ready(SoundAnalysis analysis) : IFileFinder
    {
        private int _count;

        public string Model => "ready/1";

        public int ShardSize => 4;

        public int Lanes => Environment.ProcessorCount;

        public Task<IReadOnlyList<FileFinding>> FindAsync(
            IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<FileFinding>>([.. shard.Select(order => new FileFinding(
                order.Path, 0, DateTime.UnixEpoch, Interlocked.Increment(ref _count).ToString("x64", CultureInfo.InvariantCulture),
                analysis, null))]);
    }
}
