using System.Collections.Concurrent;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

/// <summary>Scans, on each kind of database.</summary>
public sealed class ScanTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    public static TheoryData<string> Kinds => PostgresServer.Binaries is null ? ["sqlite"] : ["sqlite", "postgres"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_scan_finds_what_is_new_changed_moved_and_gone_and_nothing_twice(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        WavFile.WriteTone(home["a.wav"], frequency: 220);
        WavFile.WriteTone(home["b.wav"], frequency: 440);
        WavFile.WriteTone(home["c.wav"], frequency: 880);

        Assert.Equal((3, 3, 0, 0, 0), Counts(await home.ScanAsync()));
        Assert.Equal((3, 0, 0, 0, 0), Counts(await home.ScanAsync()));

        WavFile.WriteTone(home["a.wav"], frequency: 330, seconds: 2);
        Directory.CreateDirectory(home["deep"]);
        File.Move(home["b.wav"], home["deep/renamed.wav"]);
        File.Delete(home["c.wav"]);
        var before = (await home.RowsAsync()).Single(row => row.Path == home["b.wav"]);

        var scan = await home.ScanAsync();

        Assert.Equal((2, 0, 1, 1, 0), Counts(scan));
        Assert.Equal(1, scan.Moved);
        var moved = (await home.RowsAsync()).Single(row => row.Path == home["deep/renamed.wav"]);
        Assert.Equal((before.Id, before.Analyzed), (moved.Id, moved.Analyzed));
        Assert.Equal(home["c.wav"], Assert.Single(await home.RowsAsync(new TrackQuery { State = FileState.Gone })).Path);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_track_has_all_that_is_known_of_it(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        WavFile.WriteTone(home["a.wav"], seconds: 21);

        await home.ScanAsync();

        var row = Assert.Single(await home.RowsAsync());
        Assert.Equal(21, row.Duration, precision: 2);
        Assert.Equal(-9, row.Level!.Value, tolerance: 0.2);
        Assert.Equal(shared.Analyzer.Model, row.Model);
        Assert.Equal(1, row.Sound!.Genres.Sum(genre => genre.Probability), tolerance: 0.01);
        Assert.Equal([0, 10], row.Sound.OverTime.Select(stretch => stretch.Start));
        Assert.Equal(1, row.Sound.Embedding.Sum(value => value * value), tolerance: 1e-4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_failure_is_remembered_with_its_reason_and_tried_again_only_when_the_file_changes(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        File.WriteAllText(home["broken.wav"], "text");

        Assert.Equal((0, 0, 0, 0, 1), Counts(await home.ScanAsync()));
        Assert.Equal((0, 0, 0, 0, 0), Counts(await home.ScanAsync()));
        File.SetLastWriteTimeUtc(home["broken.wav"], DateTime.UtcNow.AddDays(-1));
        Assert.Equal((0, 0, 0, 0, 0), Counts(await home.ScanAsync()));
        Assert.NotEmpty(Assert.Single(await home.RowsAsync(new TrackQuery { State = FileState.Failed })).Failure!);

        WavFile.WriteTone(home["broken.wav"]);
        Assert.Equal((1, 1, 0, 0, 0), Counts(await home.ScanAsync()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Silence_is_a_track_without_a_genre(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        File.WriteAllBytes(home["silent.wav"], WavFile.Bytes(new short[22050 * 3]));

        await home.ScanAsync();

        var row = Assert.Single(await home.RowsAsync());
        Assert.Equal((Verdict.NoMusic, null, null, null), (row.Verdict, row.Genre, row.Tempo, row.Level));
        Assert.Equal(0, (await home.ScanAsync()).Changed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_copy_is_a_track_of_its_own_with_what_is_known_of_the_original(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        WavFile.WriteTone(home["a.wav"]);
        await home.ScanAsync();
        File.Copy(home["a.wav"], home["b.wav"]);

        Assert.Equal((2, 1, 0, 0, 0), Counts(await home.ScanAsync()));

        var rows = await home.RowsAsync();
        Assert.Equal(rows[0].Analyzed, rows[1].Analyzed);
        Assert.Equal(rows[0].Sound!.Embedding, rows[1].Sound!.Embedding);
    }

    [Fact]
    public async Task A_copy_of_what_a_file_was_before_it_changed_is_not_taken_for_what_the_file_is_now()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WavFile.WriteTone(home["a.wav"], seconds: 3);
        await home.ScanAsync();
        File.Copy(home["a.wav"], home["b.wav"]);
        WavFile.WriteTone(home["a.wav"], seconds: 2, frequency: 880);

        Assert.Equal((2, 1, 1, 0, 0), Counts(await home.ScanAsync()));

        Assert.Equal([2, 3], (await home.RowsAsync()).Select(row => row.Duration));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tracks_of_a_folder_that_is_away_stay_and_one_that_comes_back_is_not_analysed_again(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        WavFile.WriteTone(home["a.wav"]);
        await home.ScanAsync();
        var analyzed = Assert.Single(await home.RowsAsync()).Analyzed;

        Directory.Move(home.Music, home.Beside("away"));
        var scan = await home.ScanAsync();
        Assert.Equal((1, 0, 0, 0, 0), Counts(scan));
        Assert.Equal([home.Music], scan.Unreachable);

        Directory.CreateDirectory(home.Music);
        Assert.Equal((0, 0, 0, 1, 0), Counts(await home.ScanAsync()));
        Directory.Delete(home.Music);
        Directory.Move(home.Beside("away"), home.Music);
        Assert.Equal((1, 1, 0, 0, 0), Counts(await home.ScanAsync()));
        Assert.Equal(analyzed, Assert.Single(await home.RowsAsync()).Analyzed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_scan_may_begin_as_soon_as_another_has_ended(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();

        for (var turn = 0; turn < 50; turn++)
        {
            await using (await home.Database.TakeTurnAsync(default))
            {
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Two_scans_at_once_are_refused_with_a_reason(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        await using (await home.Database.TakeTurnAsync(default))
        {
            var refusal = await Assert.ThrowsAsync<LibraryException>(home.ScanAsync);
            Assert.Contains("Another scan of the library", refusal.Message, StringComparison.Ordinal);
        }

        await home.ScanAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_scan_that_is_cancelled_keeps_what_it_has_read_and_the_next_goes_on_from_there(string kind)
    {
        const int files = 80;
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        for (var i = 0; i < files; i++)
        {
            WavFile.WriteTone(home[$"{i:D2}.wav"], seconds: 1, frequency: 200 + (10 * i));
        }

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => home.Scanner.ScanAsync(new StopAt(10, stop), stop.Token));
        var kept = (await home.RowsAsync()).Count;
        Assert.InRange(kept, 10, files - 1);

        Assert.Equal((files, files - kept, 0, 0, 0), Counts(await home.ScanAsync()));
        Assert.Equal(files, (await home.RowsAsync()).DistinctBy(row => row.Path).Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Progress_tells_only_of_files_that_are_in_the_database(string kind)
    {
        const int files = 50;
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        for (var i = 0; i < files; i++)
        {
            WavFile.WriteTone(home[$"{i:D2}.wav"], seconds: 1, frequency: 200 + (10 * i));
        }

        var ledger = new Ledger(home.Database);
        await home.Scanner.ScanAsync(ledger, default);

        Assert.All(ledger.All, count => Assert.InRange(count.Told, 0, count.Committed));
        Assert.Equal(files, ledger.All.Max(count => count.Told));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Lists_are_filtered_sorted_and_paged(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        await using (var context = home.Database.Connect())
        {
            context.AddRange(Enumerable.Range(0, 20).Select(i => new LibraryTrack
            {
                Path = home[$"{i:D2}.mp3"], Sha256 = $"{i}", Genre = i % 2 == 0 ? "jazz" : "rock", Probability = i / 20.0,
                    Artist = $"artist {i % 3}",
                Tempo = i == 7 ? null : 80 + (2 * i), Year = 1970 + i, Duration = 100 - i, Verdict = Verdict.Ok,
            }));
            await context.SaveChangesAsync();
        }

        Assert.Equal(20, (await home.RowsAsync()).Count);
        Assert.Equal(10, (await home.RowsAsync(new TrackQuery { Genre = "jazz" })).Count);
        Assert.Equal(
            [110.0, 112, 114], (await home.RowsAsync(new TrackQuery { LeastTempo = 110, MostTempo = 114 }))
            .Select(row => row.Tempo!.Value));
        Assert.Equal([1989, 1988], (await home.RowsAsync(new TrackQuery { Order = TrackOrder.Year, IsDescending = true, Take = 2 }))
            .Select(row => row.Year!.Value));
        Assert.Equal(home["07.mp3"], (await home.RowsAsync(new TrackQuery { Order = TrackOrder.Tempo, IsDescending = true }))[^1].Path);
        Assert.Equal(
            [home["05.mp3"], home["06.mp3"]], (await home.RowsAsync(new TrackQuery { Skip = 5, Take = 2 })).Select(row => row.Path));
        Assert.Equal(home["13.mp3"], Assert.Single(await home.RowsAsync(new TrackQuery { Text = "13.mp3" })).Path);
        Assert.Equal(6, (await home.RowsAsync(new TrackQuery { Artist = "artist 2" })).Count);
    }

    private static (int Tracks, int New, int Changed, int Gone, int Failed) Counts(ScanSummary scan) =>
        (scan.Tracks, scan.New, scan.Changed, scan.Gone, scan.Failed);

    /// <summary>What is told, beside what the database has.</summary>
    private sealed class Ledger(LibraryDatabase database) : IProgress<ScanProgress>
    {
        private readonly ConcurrentQueue<(int Told, int Committed)> _all = [];

        public IReadOnlyCollection<(int Told, int Committed)> All => _all;

        public void Report(ScanProgress value)
        {
            using var context = database.Connect();
            _all.Enqueue((value.Done, context.Tracks.Count()));
        }
    }

    private sealed class StopAt(int count, CancellationTokenSource stop) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            if (value.Done >= count)
            {
                stop.Cancel();
            }
        }
    }
}
