using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>A library as callers of the service see it.</summary>
public sealed class CollectTests : IAsyncLifetime
{
    private CollectorHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await CollectorHost.StartAsync(("LargestPage", "20"), ("ProgressInterval", "00:00:00"), ("RefreshInterval", "00:00:00"));

    public async Task DisposeAsync()
    {
        Assert.Empty(_host.Log.Complaints);
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_folder_is_followed_scanned_listed_shown_and_forgotten()
    {
        _host.WriteTone("a.wav", 220);
        _host.WriteTone("b.wav", 440);
        await File.WriteAllTextAsync(_host.Music["broken.wav"], "text");

        var folder = await _host.Client.AddFolderAsync(new AddFolderRequest { Path = _host.Music.Path });
        Assert.Equal((_host.Music.Path, false), (folder.Path, folder.WasFollowed));
        Assert.True((await _host.Client.AddFolderAsync(new AddFolderRequest { Path = "." })).WasFollowed);

        var scan = await _host.ScanAsync();
        Assert.Equal((3, 3), scan.Select(reply => reply.Progress).OfType<ScanSteps>().Select(steps => (steps.Done, steps.Total)).Last());
        Assert.Equal(_host.Music["broken.wav"], Assert.Single(scan, reply => reply.Problem is not null).Problem.Path);
        Assert.Equal((2, 2, 1), (scan[^1].Result.Tracks, scan[^1].Result.New, scan[^1].Result.Failed));
        Assert.Equal((2, 0, 0), Counts(await _host.ScanAsync()));

        var info = await _host.Client.GetLibraryAsync(new GetLibraryRequest());
        Assert.Equal((2, 1, 0, 6), (info.Tracks, info.Failed, info.Gone, info.Seconds));
        Assert.Equal([_host.Music.Path], info.Folders);

        var listed = (await _host.Client.ListTracksAsync(new ListTracksRequest())).Tracks;
        Assert.Equal([_host.Music["a.wav"], _host.Music["b.wav"]], listed.Select(track => track.Path));
        Assert.All(listed, track => Assert.Empty(track.Embedding));
        var shown = await _host.Client.GetTrackAsync(new GetTrackRequest { Track = new TrackName { Path = "a.wav" } });
        Assert.Equal((listed[0].Id, 3.0, 64), (shown.Id, shown.DurationSeconds, shown.Sha256.Length));
        Assert.Equal(1, shown.Embedding.Sum(value => value * value), tolerance: 1e-4);
        Assert.Equal(shown, await _host.Client.GetTrackAsync(new GetTrackRequest { Track = new TrackName { Id = shown.Id } }));
        var failed = await _host.Client.ListTracksAsync(new ListTracksRequest { State = TrackState.Failed });
        Assert.NotEmpty(Assert.Single(failed.Tracks).Failure);

        Assert.Equal(3, (await _host.Client.ForgetAsync(new ForgetRequest { Paths = { "." } })).Files);
        Assert.Equal(0, (await _host.Client.GetLibraryAsync(new GetLibraryRequest())).Tracks);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_hold_every_track_once()
    {
        for (var i = 0; i < 5; i++)
        {
            _host.WriteTone($"{i}.wav", 200 + (50 * i));
        }

        await _host.AddAndScanAsync();
        var paths = new List<string>();
        var token = "";
        do
        {
            var page = await _host.Client.ListTracksAsync(new ListTracksRequest { PageSize = 2, PageToken = token, Descending = true });
            paths.AddRange(page.Tracks.Select(track => Path.GetFileName(track.Path)));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(["4.wav", "3.wav", "2.wav", "1.wav", "0.wav"], paths);
    }

    [Fact]
    public async Task What_sounds_alike_is_found_also_what_was_analysed_since_the_last_search()
    {
        _host.WriteTone("low.wav", 110);
        _host.WriteTone("high.wav", 5000);
        await _host.AddAndScanAsync();
        var seed = new FindSimilarRequest { Seeds = { new TrackName { Path = "low.wav" } } };
        Assert.Equal(_host.Music["high.wav"], Assert.Single((await _host.Client.FindSimilarAsync(seed)).Tracks).Track.Path);

        _host.WriteTone("low2.wav", 112);
        File.Copy(_host.Music["high.wav"], _host.Music["same.wav"]);
        await _host.ScanAsync();

        var found = (await _host.Client.FindSimilarAsync(seed)).Tracks;
        Assert.Equal((_host.Music["low2.wav"], 3), (found[0].Track.Path, found.Count));
        Assert.True(found[0].Similarity > found[1].Similarity);
        using var duplicates = _host.Client.FindDuplicates(new FindDuplicatesRequest());
        Assert.True(await duplicates.ResponseStream.MoveNext());
        Assert.Contains(_host.Music["same.wav"], duplicates.ResponseStream.Current.Paths);
    }

    [Fact]
    public async Task A_scan_whose_caller_leaves_keeps_what_it_has_and_the_next_goes_on()
    {
        const int files = 60;
        for (var i = 0; i < files; i++)
        {
            _host.WriteTone($"{i}.wav", 200 + (10 * i));
        }

        await _host.Client.AddFolderAsync(new AddFolderRequest { Path = "." });
        using (var scan = _host.Client.Scan(new ScanRequest()))
        {
            await using (await _host.HoldCommitsAsync())
            {
                Assert.True(await scan.ResponseStream.MoveNext());
                await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => _host.ScanAsync());
            }

            // The progress counts what is committed.
            while (scan.ResponseStream.Current.Progress is not { Done: > 0 })
            {
                Assert.True(await scan.ResponseStream.MoveNext());
            }
        }

        IReadOnlyList<ScanReply> last = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    last = await _host.ScanAsync();
                    return true;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(1), "the scan that nobody follows lets go of the library");
        Assert.Equal(files, last[^1].Result.Tracks);
        Assert.InRange(last[^1].Result.New, 0, files - 1);
    }

    [Fact]
    public async Task Wrong_requests_are_refused_with_the_field()
    {
        var client = _host.Client;
        await Calls.RefusedAsync(StatusCode.NotFound, () => client.ListTracksAsync(new ListTracksRequest()).ResponseAsync);
        await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => client.AddFolderAsync(new AddFolderRequest { Path = "../.." }).ResponseAsync);
        await _host.AddAndScanAsync();

        foreach (var (field, call) in new (string, Func<Task>)[]
        {
            ("page_size", () => client.ListTracksAsync(new ListTracksRequest { PageSize = 21 }).ResponseAsync),
            ("page_token", () => client.ListTracksAsync(new ListTracksRequest { PageToken = "-1" }).ResponseAsync),
            ("sort", () => client.ListTracksAsync(new ListTracksRequest { Sort = (TrackSort)99 }).ResponseAsync),
            ("key", () => client.ListTracksAsync(new ListTracksRequest { Key = "H" }).ResponseAsync),
            ("track", () => client.GetTrackAsync(new GetTrackRequest()).ResponseAsync),
            ("paths", () => client.ForgetAsync(new ForgetRequest()).ResponseAsync),
            ("seeds", () => client.FindSimilarAsync(new FindSimilarRequest()).ResponseAsync),
        })
        {
            Assert.StartsWith(field, await Calls.RefusedAsync(StatusCode.InvalidArgument, call), StringComparison.Ordinal);
        }

        await Calls.RefusedAsync(
            StatusCode.NotFound, () => client.GetTrackAsync(new GetTrackRequest { Track = new TrackName { Id = 7 } }).ResponseAsync);
        await Calls.RefusedAsync(
            StatusCode.NotFound, async () => await client.Scan(new ScanRequest { Model = "none" }).ResponseStream.MoveNext());
    }

    private static (long Tracks, long New, long Failed) Counts(IReadOnlyList<ScanReply> scan) =>
        (scan[^1].Result.Tracks, scan[^1].Result.New, scan[^1].Result.Failed);
}
