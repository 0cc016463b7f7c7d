using System.Diagnostics;
using System.Threading.Channels;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Store;
using MicroGenre.DataSets;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Scanning;

/// <summary>
/// Updates a library from its folders. Files with unchanged length and time are not opened; for other files, the content decides. Results
/// are committed in batches, so an interrupted scan resumes where it stopped.
/// </summary>
/// <param name="database">The open library.</param>
/// <param name="finder">Reads and analyses files.</param>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// var model = new ModelRepository("/home/me/models").Load("gtzan");
/// var scanner = new LibraryScanner(database, new LocalFinder(new SoundAnalyzer(model), Environment.ProcessorCount));
/// var summary = await scanner.ScanAsync(progress: null, CancellationToken.None);
/// </code></example>
public sealed class LibraryScanner(LibraryDatabase database, IFileFinder finder)
{
    /// <summary>
    /// Number of results per batch: a killed scan of this process loses at most this many; on silos, besides the shards that they read.
    /// </summary>
    public const int BatchSize = 64;

    // Half a batch is committed while the other half is collected.
    private const int CommitSize = BatchSize / 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    /// <summary>Scans all folders.</summary>
    /// <param name="progress">Told when it begins, when it knows what to read, and after each commit.</param>
    /// <param name="cancellation">Ends the scan; what was read is kept.</param>
    /// <exception cref="LibraryException">Another scan is running, there is no folder, or the database fails.</exception>
    public async Task<ScanSummary> ScanAsync(IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await using var turn = await database.TakeTurnAsync(cancellation);
        progress?.Report(ScanProgress.Begun);
        await database.CheckAsync(cancellation);
        var (folders, known) = await database.GuardAsync(() => LoadAsync(cancellation));
        var walk = Walk(folders, cancellation);
        var reached = known.Where(file => !walk.Unreachable.Any(folder => IsWithin(file.Path, folder)));
        var plan = ScanPlan.Of(reached, walk.Found, finder.Model, SoundAnalyzer.FeaturesVersion);

        // A row whose file may have changed says nothing about the content that it had.
        var changing = plan.ToRead.Select(file => file.Known?.Id).OfType<long>().ToHashSet();
        var content = new KnownContent(
            known.Where(file => !changing.Contains(file.Id)), plan.Missing, finder.Model, SoundAnalyzer.FeaturesVersion);
        var count = new Tally();
        await ReviveAsync(plan.Back);
        count.New += plan.Back.Count(file => !file.HasFailed);
        await ReadAsync(plan.ToRead, content, count, progress, cancellation);
        var gone = await MarkGoneAsync([.. content.LeftMissing().Where(file => !file.IsGone)]);
        var tracks = await database.GuardAsync(() => CountAsync(cancellation));
        return new ScanSummary(tracks, count.New, count.Changed, gone, count.Problems.Count, Math.Round(clock.Elapsed.TotalSeconds, 3))
        {
            Moved = count.Moved,
            Unreachable = walk.Unreachable,
            Problems = count.Problems,
        };
    }

    private static bool IsWithin(string path, string folder) =>
        path.StartsWith(
            folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private async Task<(List<string> Folders, List<KnownFile> Known)> LoadAsync(CancellationToken cancellation)
    {
        await using var context = database.Connect();
        var folders = await context.Folders.OrderBy(folder => folder.Id).Select(folder => folder.Path).ToListAsync(cancellation);
        var known = await context.Tracks.AsNoTracking()
            .Select(track => new KnownFile(
                track.Id, track.Path, track.Length, track.Modified, track.Sha256, track.IsGone, track.Failure != null, track.Model,
                    track.Features))
            .ToListAsync(cancellation);
        return folders.Count > 0 ? (folders, known)
            : throw new LibraryException("The library has no folder yet. Add one with 'microgenre library add FOLDER'.");
    }

    private static (List<FoundFile> Found, List<string> Unreachable) Walk(List<string> folders, CancellationToken cancellation)
    {
        var found = new List<FoundFile>();
        var unreachable = new List<string>();
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var content = AudioFolder.Read(folder, taken);
                found.AddRange(content.Files.Select(path => (Path: path, Status: FileStatus.Of(path)))
                    .Where(file => file.Status.Kind == FileKind.File)
                    .Select(file => new FoundFile(file.Path, file.Status.Length, file.Status.Modified)));

                // Subfolders that cannot be read: the state of their files is unknown.
                unreachable.AddRange(
                    content.Broken.Where(file => FileStatus.Of(file.Path).Kind == FileKind.Folder).Select(file => file.Path));
            }
            catch (DataSetException)
            {
                unreachable.Add(folder);
            }
        }

        return (found, unreachable);
    }

    private async Task ReadAsync(
        IReadOnlyList<FileToRead> files, KnownContent content, Tally count, IProgress<ScanProgress>? progress,
            CancellationToken cancellation)
    {
        var steps = new Steps(files.Count, progress);
        steps.Tell(0);
        // What has been read and does not fit yet counts as well.
        var channel = Channel.CreateBounded<FileReading>(Math.Max(1, CommitSize - finder.Lanes));
        var committing = Task.Run(() => CommitAsync(channel, content, count, steps), CancellationToken.None);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = finder.Lanes, CancellationToken = cancellation };
            await Parallel.ForEachAsync(files.Chunk(finder.ShardSize), options, async (shard, token) =>
            {
                var ordered = shard.ToDictionary(file => file.Path, StringComparer.Ordinal);
                FileOrder[] orders = [.. shard.Select(Order)];
                var left = shard.Length;
                foreach (var finding in await finder.FindAsync(orders, content.Has, token))
                {
                    if (FileReading.Of(ordered[finding.Path].Known, finding, finder.Model, content) is { } reading)
                    {
                        await channel.Writer.WriteAsync(reading, CancellationToken.None);
                        left--;
                    }
                }

                // Of the others there is nothing to commit.
                steps.Add(left);
            });
        }
        finally
        {
            // Results are kept even if the scan ends early. If the database failed, it has closed the channel, and the error surfaces here.
            channel.Writer.TryComplete();
            await committing;
        }
    }

    private FileOrder Order(FileToRead file) => new(
        file.Path, file.Known is { } known && known.IsCurrent(finder.Model, SoundAnalyzer.FeaturesVersion) ? known.Sha256 : null);

    private async Task CommitAsync(Channel<FileReading> channel, KnownContent content, Tally count, Steps steps)
    {
        try
        {
            var writer = new ReadingWriter(database, finder.Model);
            var batch = new List<FileReading>(CommitSize);
            while (await channel.Reader.WaitToReadAsync())
            {
                await GatherAsync(channel.Reader, batch);
                var rows = await writer.WriteAsync(batch);
                foreach (var (reading, row) in batch.Zip(rows))
                {
                    count.Add(reading);
                    if (row.Failure is null)
                    {
                        content.Add(row.Sha256, row.Id);
                    }
                }

                steps.Add(batch.Count);
                batch.Clear();
            }
        }
        catch (Exception exception)
        {
            channel.Writer.TryComplete(exception);
            throw;
        }
    }

    // The batch is full, or old enough to be committed.
    private static async Task GatherAsync(ChannelReader<FileReading> reader, List<FileReading> batch)
    {
        using var limit = new CancellationTokenSource(LongestWait);
        try
        {
            while (batch.Count < CommitSize && await reader.WaitToReadAsync(limit.Token))
            {
                while (batch.Count < CommitSize && reader.TryRead(out var reading))
                {
                    batch.Add(reading);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Commits whatever has been collected.
        }
    }

    private Task<int> ReviveAsync(IReadOnlyList<KnownFile> files) => SetGoneAsync(files, isGone: false);

    private Task<int> MarkGoneAsync(IReadOnlyList<KnownFile> files) => SetGoneAsync(files, isGone: true);

    private Task<int> SetGoneAsync(IReadOnlyList<KnownFile> files, bool isGone) => database.GuardAsync(async () =>
    {
        await using var context = database.Connect();
        foreach (var part in files.Select(file => file.Id).Chunk(BatchSize))
        {
            await context.Tracks.Where(track => part.Contains(track.Id))
                .ExecuteUpdateAsync(track => track.SetProperty(row => row.IsGone, isGone));
        }

        return files.Count(file => !file.HasFailed);
    });

    private async Task<int> CountAsync(CancellationToken cancellation)
    {
        await using var context = database.Connect();
        return await context.Tracks.CountAsync(track => !track.IsGone && track.Failure == null, cancellation);
    }

    /// <summary>Tells how far a scan is, by the files that are committed, and those of which nothing is to be.</summary>
    private sealed class Steps(int total, IProgress<ScanProgress>? progress)
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private int _done;

        public void Add(int files)
        {
            if (files > 0)
            {
                Tell(Interlocked.Add(ref _done, files));
            }
        }

        public void Tell(int done) => progress?.Report(new ScanProgress(done, total, _clock.Elapsed));
    }

    /// <summary>Counts what became of files; only the task that commits adds to it.</summary>
    private sealed class Tally
    {
        public int New { get; set; }

        public int Changed { get; private set; }

        public int Moved { get; private set; }

        public List<FileProblem> Problems { get; } = [];

        public void Add(FileReading reading)
        {
            switch (reading)
            {
                case { Outcome: FileOutcome.Failed failed }:
                    Problems.Add(new FileProblem(reading.File.Path, failed.Reason));
                    break;

                case { Row: null } or { Row.HasFailed: true, Outcome: not FileOutcome.Kept }:
                    New++;
                    break;

                case { Row: { } row } when row.Path != reading.File.Path:
                    Moved++;
                    break;

                case { Row.IsGone: true }:
                    New++;
                    break;

                case { Outcome: not FileOutcome.Kept }:
                    Changed++;
                    break;
            }
        }
    }
}
