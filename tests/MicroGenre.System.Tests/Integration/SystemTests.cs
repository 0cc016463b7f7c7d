using Aspire.Hosting.ApplicationModel;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Collector = MicroGenre.OtlpCollector.Collector;

namespace MicroGenre.Integration.Tests;

/// <summary>From music to a model to an answer, through every service. Each test has a track of its own.</summary>
[Collection(nameof(RunningSystem))]
public class SystemTests(TrainedSystem trained) : IClassFixture<TrainedSystem>
{
    [Fact]
    public async Task A_track_gets_its_genres_from_a_model_that_the_system_trained_and_its_spectrogram_is_computed_once()
    {
        var track = Music.CalmTrack(250);
        await trained.System.HealthyAsync("redis");

        var first = await trained.System.ClassifyAsync(track, "first name.wav");
        // While the cache is being reached, and for a moment after a slow answer, the service computes without it.
        var second = first;
        await Eventually.HoldsAsync(
            async () => (second = await trained.System.ClassifyAsync(track, "second name.wav")).CacheHit,
            RunningSystem.Limit,
            "the track is a hit under its second name");

        Assert.Equal(RunningSystem.Model, first.Model);
        Assert.Equal(["calm", "wild"], first.Prediction.Genres.Select(genre => genre.Label).Order());
        Assert.Equal(1, first.Prediction.Genres.Sum(genre => genre.Probability), 1e-5);
        Assert.True(first.Prediction.Genres[0].Probability >= first.Prediction.Genres[1].Probability);
        Assert.False(first.CacheHit);
        Assert.Equal(first.Prediction, second.Prediction);
        await Eventually.HoldsAsync(() => CacheHits(trained.Telemetry) >= 1, RunningSystem.Limit, "the hit is counted");
    }

    [Fact]
    public async Task The_web_page_is_served_and_knows_every_service()
    {
        Assert.Contains("js/main.js", await trained.System.PageAsync("/"), StringComparison.Ordinal);
        Assert.Contains($"\"name\": \"{RunningSystem.Model}\"", await trained.System.PageAsync("/api/models"), StringComparison.Ordinal);
        Assert.Contains("JOB_STATE_FINISHED", await trained.System.PageAsync("/api/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_trace_tells_of_a_request_from_its_call_to_what_was_computed()
    {
        await trained.System.ClassifyAsync(Music.CalmTrack(260), "track.wav");

        (string, string)[] expected =
        [
            ("inference", "microgenre.v1.Classifier/ClassifyUpload"),
            ("inference", "batch"),
            ("inference", "queue"),
            ("inference", "compute"),
            ("feature-extraction", "microgenre.v1.FeatureExtractor/ExtractUpload"),
            ("feature-extraction", "cache"),
            ("feature-extraction", "queue"),
            ("feature-extraction", "compute"),
        ];
        await Eventually.HoldsAsync(
            () => trained.Telemetry.Spans.GroupBy(span => span.Trace)
                .Any(trace => expected.All(trace.Select(span => (span.Service, span.Name)).Contains)),
            RunningSystem.Limit,
            "one trace has all of these spans");
    }

    [RedisFact]
    public async Task Commands_to_redis_are_spans_of_the_services_that_send_them()
    {
        await trained.System.HealthyAsync("redis");
        await trained.System.ClassifyAsync(Music.CalmTrack(262), "track.wav");

        await Eventually.HoldsAsync(
            () => HasSpanBelow(trained.Telemetry, "GET", "cache"), RunningSystem.Limit, "GET is a span below the one of the cache");
    }

    [RedisFact]
    public async Task Every_request_is_answered_while_redis_goes_and_comes_and_hits_resume()
    {
        var track = Music.CalmTrack(270);
        await trained.System.HealthyAsync("redis");
        using var enough = new CancellationTokenSource();
        var requests = ClassifyUntilAsync(track, enough.Token);

        await trained.System.CommandAsync("redis", KnownResourceCommands.StopCommand);
        AssertAnswered(await trained.System.ClassifyAsync(track, "while away.wav"));
        AssertAnswered(await trained.System.ClassifyAsync(Music.CalmTrack(280), "new while away.wav"));
        await trained.System.CommandAsync("redis", KnownResourceCommands.StartCommand);
        await trained.System.HealthyAsync("redis");
        await enough.CancelAsync();
        Assert.True(await requests > 0);

        await Eventually.HoldsAsync(async () => (await trained.System.ClassifyAsync(track, "back again.wav")).CacheHit,
            RunningSystem.Limit, "the cache hits again");
    }

    private async Task<int> ClassifyUntilAsync(byte[] track, CancellationToken enough)
    {
        var answered = 0;
        for (; !enough.IsCancellationRequested; answered++)
        {
            AssertAnswered(await trained.System.ClassifyAsync(track, $"{answered}.wav"));
        }

        return answered;
    }

    private static void AssertAnswered(ClassifyReply reply) => Assert.Equal(2, reply.Prediction.Genres.Count);

    private static long CacheHits(Collector telemetry) =>
        telemetry.Metrics.Where(metric => metric is { Service: "feature-extraction", Name: "microgenre.cache.hits" })
            .Select(metric => metric.Value).DefaultIfEmpty().Max();

    private static bool HasSpanBelow(Collector telemetry, string name, string above)
    {
        var spans = telemetry.Spans.ToDictionary(span => span.Id, StringComparer.Ordinal);
        return spans.Values.Any(span => span.Name == name && spans.TryGetValue(span.Parent, out var parent) && parent.Name == above);
    }
}
