using MicroGenre.Collections.Scanning;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

/// <summary>Scans whose files or database change under them: told, and nothing lost.</summary>
public sealed class DisturbedScanTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    private const int Files = 40;

    [Fact]
    public async Task Files_that_vanish_under_a_scan_are_passed_over_and_taken_when_they_are_back()
    {
        using var home = await MakeAsync("sqlite");
        Directory.CreateDirectory(home.Beside("away"));
        var vanished = 0;

        var scan = await ScanAsync(
            home, 1, () =>
            {
                foreach (var path in Directory.GetFiles(home.Music).Order(StringComparer.Ordinal).Skip(Files / 2))
                {
                    File.Move(path, Path.Combine(home.Beside("away"), Path.GetFileName(path)));
                    vanished++;
                }
            });

        Assert.Equal((Files - vanished, 0), (scan.Tracks, scan.Failed));
        Directory.GetFiles(home.Beside("away")).ToList().ForEach(path => File.Move(path, home[Path.GetFileName(path)]));
        Assert.Equal(Files, (await home.ScanAsync()).Tracks);
    }

    [Fact]
    public async Task A_file_that_changes_under_a_scan_is_remembered_as_it_became()
    {
        using var home = await MakeAsync("sqlite");
        var last = home[$"{Files - 1:D2}.wav"];

        await ScanAsync(home, 1, () => WavFile.WriteTone(last, seconds: 2, frequency: 1500));

        var row = (await home.RowsAsync()).Single(track => track.Path == last);
        Assert.Equal((2, new FileInfo(last).Length), (row.Duration, row.Length));
        Assert.Equal((Files, 0, 0), await CountsAsync(home));
    }

    [Fact]
    public async Task A_file_that_goes_on_changing_is_left_to_the_next_scan()
    {
        using var home = await MakeAsync("sqlite");
        var growing = home["growing.wav"];
        WavFile.WriteTone(growing);
        void Grow(string path)
        {
            if (path == growing)
            {
                File.AppendAllText(growing, "more");
            }
        }

        await new LibraryScanner(home.Database, new Disturbed(home.Finder) { Reading = Grow }).ScanAsync(null, default);

        Assert.DoesNotContain(await home.RowsAsync(), row => row.Path == growing);
        Assert.Equal((Files + 1, 1, 0), await CountsAsync(home));
    }

    [PostgresFact]
    public async Task A_database_that_goes_away_under_a_scan_is_told_and_the_next_scan_goes_on_when_it_is_back()
    {
        using var home = await MakeAsync("postgres");

        var failure = await Assert.ThrowsAsync<LibraryException>(
            () => ScanAsync(home, Files / 2, shared.Server.Stop));

        Assert.Contains("start again when it answers", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        shared.Server.Start();
        var kept = (await home.RowsAsync()).Count;
        Assert.Equal((Files, Files - kept, 0), await CountsAsync(home));
        Assert.Equal(Files, (await home.RowsAsync()).DistinctBy(row => row.Path).Count());
    }

    private static async Task<(int Tracks, int New, int Changed)> CountsAsync(LibraryHome home)
    {
        var scan = await home.ScanAsync();
        return (scan.Tracks, scan.New, scan.Changed);
    }

    private async Task<LibraryHome> MakeAsync(string kind)
    {
        var home = await new LibraryHome(shared, kind).CreateAsync();
        for (var i = 0; i < Files; i++)
        {
            WavFile.WriteTone(home[$"{i:D2}.wav"], seconds: 1, frequency: 200 + (10 * i));
        }

        return home;
    }

    /// <summary>Scans, and acts once when so many files were read; meanwhile no other is.</summary>
    private static Task<ScanSummary> ScanAsync(LibraryHome home, int read, Action act)
    {
        void Act(int count)
        {
            if (count == read)
            {
                act();
            }
        }

        return new LibraryScanner(home.Database, new Disturbed(home.Finder) { Read = Act }).ScanAsync(null, default);
    }

    /// <summary>Acts while a file is read, and after.</summary>
    private sealed class Disturbed(IFileFinder finder) : IFileFinder
    {
        private readonly Lock _lock = new();
        private int _read;

        /// <summary>Gets what happens to a file while its content is looked up, given its path.</summary>
        public Action<string> Reading { get; init; } = _ => { };

        /// <summary>Gets what happens when a file was read, given how many were; one at a time.</summary>
        public Action<int> Read { get; init; } = _ => { };

        public string Model => finder.Model;

        public int ShardSize => finder.ShardSize;

        public int Lanes => finder.Lanes;

        public async Task<IReadOnlyList<FileFinding>> FindAsync(
            IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation)
        {
            var findings = await finder.FindAsync(
                shard,
                sha256 =>
                {
                    Reading(Assert.Single(shard).Path);
                    return isKnown(sha256);
                },
                cancellation);
            lock (_lock)
            {
                Read(++_read);
            }

            return findings;
        }
    }
}
