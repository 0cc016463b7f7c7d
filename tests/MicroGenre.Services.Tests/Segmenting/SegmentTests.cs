using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Segmenting.Tests;

public sealed class SegmentTests : IAsyncLifetime
{
    private const int SampleRate = 22050;

    /// <summary>Noise, a tone in noise, noise: eight seconds each.</summary>
    private static readonly byte[] Track = ThreeParts();

    private static readonly SegmentOptions TwoClusters = new() { Clusters = 2, RepresentativeSeconds = 5 };

    private SegmenterHost _host = null!;

    public async Task InitializeAsync() => _host =
        await SegmenterHost.StartAsync(null, ("LongestTrack", "00:01:00"), ("LargestUpload", "3000000"), ("ProgressInterval", "00:00:00"));

    public async Task DisposeAsync()
    {
        Assert.Empty(_host.Log.Complaints);
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_parts_of_a_track_come_back()
    {
        var result = await _host.ResultAsync(Track, TwoClusters);

        Assert.Equal([(0, 8, 0), (8, 16, 1), (16, 24, 0)],
            result.Segments.Select(segment => (segment.Start, segment.End, segment.Cluster)));
        Assert.Equal((24, 2, 0, 1), (result.DurationSeconds, result.Clusters, result.LargestCluster, result.WindowSeconds));
        Assert.Equal(5, result.Representative.End - result.Representative.Start, 1e-9);
        Assert.True(result.Timing.ComputeSeconds > 0);
    }

    [Fact]
    public async Task The_same_audio_is_the_same_result_however_it_comes()
    {
        await File.WriteAllBytesAsync(_host.Data["track.wav"], Track);
        var inline = await _host.ResultAsync(Track, TwoClusters);
        var byPath = (await _host.SegmentAsync(new AudioSource { Path = "track.wav" }, TwoClusters))[^1].Result;
        var uploaded = (await _host.UploadAsync(Track, TwoClusters))[^1].Result;

        Assert.False(inline.CacheHit);
        Assert.All([byPath, uploaded], result =>
        {
            Assert.True(result.CacheHit);
            Assert.Equal(inline.Segments, result.Segments);
            Assert.Equal(inline.Representative, result.Representative);
        });
    }

    [Fact]
    public async Task A_damaged_track_is_segmented_as_far_as_it_goes_and_says_what_is_lost()
    {
        var cut = Track[..(Track.Length / 2)];
        var computed = await _host.ResultAsync(cut, TwoClusters);
        var cached = await _host.ResultAsync(cut, TwoClusters);

        Assert.Equal((false, true), (computed.CacheHit, cached.CacheHit));
        Assert.All([computed, cached], result => Assert.Equal((12, 0), (Math.Round(result.SecondsLost), result.SkippedBytes)));
        Assert.Equal(0, (await _host.ResultAsync(Track, TwoClusters)).SecondsLost);
    }

    [Fact]
    public async Task Other_settings_are_another_result()
    {
        await _host.ResultAsync(Track, TwoClusters);

        Assert.False((await _host.ResultAsync(Track, new SegmentOptions(TwoClusters) { Seed = 1 })).CacheHit);
        Assert.False((await _host.ResultAsync(Track, new SegmentOptions(TwoClusters) { Tuned = true })).CacheHit);
        Assert.False((await _host.ResultAsync(Track, new SegmentOptions(TwoClusters) { RepresentativeSeconds = 6 })).CacheHit);
        Assert.False((await _host.ResultAsync(Track, new SegmentOptions(TwoClusters) { FixedScale = 2 })).CacheHit);
    }

    [Fact]
    public async Task Progress_comes_before_the_result()
    {
        var replies = await _host.UploadAsync(Track, TwoClusters);

        Assert.True(replies.Count > 1);
        Assert.All(replies.SkipLast(1), reply => Assert.InRange(reply.Progress.Fraction, 0, 1));
        Assert.Equal(replies.SkipLast(1).Select(reply => reply.Progress.Fraction).Order(),
            replies.SkipLast(1).Select(reply => reply.Progress.Fraction));
        Assert.NotNull(replies[^1].Result);
    }

    [Fact]
    public async Task A_result_wanted_many_times_at_once_is_computed_once()
    {
        var options = new SegmentOptions(TwoClusters) { Seed = 77 };

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _host.ResultAsync(Track, options)));

        Assert.Single(results, result => !result.CacheHit);
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_by_name()
    {
        foreach (var (options, message) in new (SegmentOptions, string)[]
        {
            (new SegmentOptions { Clusters = 0 }, "options: The number of clusters must be 1 to 64, not 0"),
            (new SegmentOptions { WindowSeconds = double.NaN }, "options: The window length in seconds must be 0.01 to 600, not NaN"),
            (new SegmentOptions { FixedScale = -1 }, "options: The fixed scale must be 1E-06 to 1000000000, not -1"),
            (new SegmentOptions { SampleRate = 1 }, "options: The sample rate must be 1000 to 384000, not 1"),
            (new SegmentOptions { RepresentativeSeconds = 0 }, "options: The length of the excerpt must be above 0 s, not 0"),
        })
        {
            Assert.Equal(message, await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ResultAsync(Track, options)));
        }
    }

    [Fact]
    public async Task Audio_that_cannot_be_segmented_is_refused_by_name()
    {
        Assert.StartsWith(
            "the audio sent: ", await Calls.RefusedAsync(
                StatusCode.InvalidArgument, () => _host.ResultAsync("This is not audio."u8.ToArray())), StringComparison.Ordinal);
        Assert.Equal(
            "the audio sent: 3 clusters were requested, but the track has only 2 windows",
            await Calls.RefusedAsync(
                StatusCode.InvalidArgument, () => _host.ResultAsync(Wav.Sine(2), new SegmentOptions { Clusters = 3 })));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.SegmentAsync(new AudioSource()));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.SegmentAsync(new AudioSource { Path = "../../etc/passwd" }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.SegmentAsync(new AudioSource { Path = "none.wav" }));
    }

    [Fact]
    public async Task What_is_over_a_limit_is_refused()
    {
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => _host.ResultAsync(Wav.Sine(61)));
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, async () =>
        {
            using var call = _host.Client.SegmentUpload();
            await Calls.SendAsync(call.RequestStream, new SegmentUploadRequest
            {
                Header = new SegmentUploadHeader { Upload = new UploadHeader { Length = 3_000_001 } },
            });
            await call.ResponseStream.MoveNext();
        });
    }

    [Fact]
    public async Task A_caller_may_leave_at_any_time()
    {
        using var regret = new CancellationTokenSource();
        using var call = _host.Client.Segment(
            new SegmentRequest { Audio = new AudioSource { Content = ByteString.CopyFrom(Wav.Sine(55)) } },
                cancellationToken: regret.Token);
        await regret.CancelAsync();

        await Calls.RefusedAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext());
        Assert.Equal(2, (await _host.ResultAsync(Track, TwoClusters)).Clusters);
    }

    [RedisFact]
    public async Task Results_outlive_the_service_and_a_Redis_that_is_away_fails_no_request()
    {
        await using var redis = RedisServer.Create();
        await redis.StartAsync();
        await using (var first = await SegmenterHost.StartAsync(redis.ConnectionString))
        {
            await Eventually.HoldsAsync(
                async () => (await first.ResultAsync(Track, TwoClusters)).CacheHit, TimeSpan.FromSeconds(30), "a hit");
        }

        await using var second = await SegmenterHost.StartAsync(redis.ConnectionString);
        await Eventually.HoldsAsync(
            async () => (await second.ResultAsync(Track, TwoClusters)).CacheHit, TimeSpan.FromSeconds(30), "a hit by another service");
        await redis.StopAsync();
        Assert.False((await second.ResultAsync(Track, TwoClusters)).CacheHit);
    }

    private static byte[] ThreeParts()
    {
        var random = new Random(1);
        var samples = new float[24 * SampleRate];
        for (var n = 0; n < samples.Length; n++)
        {
            var tone = n / (8 * SampleRate) == 1 ? 0.3 * Math.Sin(2 * Math.PI * 440 * n / SampleRate) : 0;
            samples[n] = (float)(tone + (0.05 * (random.NextDouble() - 0.5)));
        }

        return Wav.Of(samples);
    }
}
