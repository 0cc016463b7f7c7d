using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Inference.Drifts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Inference.Tests;

public sealed class ExplainTests : IAsyncLifetime
{
    private static readonly byte[] Low = ToyGenres.Track("low", 2);

    private InferenceHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await InferenceHost.StartAsync();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("models", "gtzan", "5")))
        {
            var folder = Path.Combine(_host.Models.Root, "gtzan", "5");
            Directory.CreateDirectory(folder);
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var card = ToyGenres.Train(_host.Models, "sets");
        _host.Models.Replace(card with { Conformal = ConformalSets.Fit([0, 0, 1, 1], [[1, 0], [0.9f, 0.1f], [0, 1], [0.2f, 0.8f]]) });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_linear_model_is_explained_exactly_whether_the_track_is_sent_inline_or_uploaded()
    {
        var options = new ClassifyOptions { Model = "gtzan" };
        var inline = await _host.Client.ExplainAsync(
            new ExplainRequest { Audio = new AudioSource { Content = ByteString.CopyFrom(Low) }, Options = options });
        var uploaded = await UploadAsync(new ExplainUploadHeader
        {
            Upload = new UploadHeader { Name = "low.wav" }, Options = options,
        });
        var plain = await _host.ClassifyAsync(Low, options);

        Assert.Equal(plain.Prediction.Genres, inline.Answer.Prediction.Genres);
        Assert.Equal(inline.Explanation, uploaded.Explanation);
        Assert.Equal(Contracts.ExplanationMethod.Exact, inline.Explanation.Method);
        Assert.Equal(plain.Prediction.Genres[0].Label, inline.Explanation.Genre);
        Assert.Equal(
            inline.Explanation.Logit, inline.Explanation.Bias + inline.Explanation.Contributions.Sum(part => part.Value), 1e-6);
    }

    [Fact]
    public async Task A_network_is_explained_by_occlusion_and_names_its_nearest_training_tracks()
    {
        var header = new ExplainUploadHeader { Upload = new UploadHeader { Name = "low.wav" }, Genre = "HIGH" };
        var why = (await UploadAsync(header)).Explanation;

        Assert.Equal(Contracts.ExplanationMethod.Occlusion, why.Method);
        Assert.Equal("high", why.Genre);
        Assert.Equal(why.Logit, why.Bias + why.Contributions.Sum(part => part.Value), 1e-6);
        Assert.All(why.Contributions, part => Assert.Equal(Contracts.Evidence.Any, part.Evidence));
        Assert.Equal(3, why.Nearest.Count);
        Assert.All(why.Nearest, near => Assert.Equal("low", near.Genre));
    }

    [Theory]
    [InlineData("jaz", false, "The model has no genre 'jaz'; known are: high, low.")]
    [InlineData("", true, "options.timeline: a timeline is not explained; ask for it with Classify.")]
    public async Task What_cannot_be_explained_is_an_invalid_argument(string genre, bool timeline, string reason)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await _host.Client.ExplainAsync(new ExplainRequest
        {
            Audio = new AudioSource { Content = ByteString.CopyFrom(Low) },
            Options = new ClassifyOptions { Timeline = timeline },
            Genre = genre,
        }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith(reason, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_of_genres_comes_only_if_asked_for()
    {
        Assert.Null((await _host.ClassifyAsync(Low, new ClassifyOptions { Model = "sets" })).Prediction.Set);

        var set = (await _host.ClassifyAsync(Low, new ClassifyOptions { Model = "sets", Coverage = 0.6 })).Prediction.Set;

        Assert.Equal(0.6, set.Coverage);
        Assert.Equal(["low"], set.Labels);
    }

    [Fact]
    public async Task A_model_without_scores_makes_no_sets_and_a_coverage_is_a_share()
    {
        Assert.Equal(StatusCode.FailedPrecondition, await StatusOfAsync(new ClassifyOptions { Coverage = 0.9 }));
        Assert.Equal(StatusCode.InvalidArgument, await StatusOfAsync(new ClassifyOptions { Model = "sets", Coverage = 1 }));
    }

    [Fact]
    public async Task Answers_unlike_those_that_the_card_describes_degrade_the_service_after_enough_of_them()
    {
        var metrics = _host.Services.GetRequiredService<DriftMetrics>();
        var card = _host.Models.List().Single(card => card.Name == "sets") with
        {
            Reliability = [new ReliabilityBin(0.6, 50, 0.55, 0.5), new ReliabilityBin(0.7, 50, 0.65, 0.6)],
        };
        await _host.ClassifyAsync(Low, new ClassifyOptions { Model = "sets" });
        Assert.Contains(metrics.Drifts, answered => answered.Card.Name == "sets" && answered.Drift.Answers == 1);

        for (var i = 0; i < AnswerWindow.LeastAnswers; i++)
        {
            metrics.Add(card, new GenreAnswer([0.01f, 0.99f], Learning.Verdict.Ok, null, false));
        }

        var report = await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Degraded, report.Entries["drift"].Status);
        Assert.Contains("sets/1 scores ", report.Entries["drift"].Description, StringComparison.Ordinal);
    }

    private async Task<StatusCode> StatusOfAsync(ClassifyOptions options) =>
        (await Assert.ThrowsAsync<RpcException>(() => _host.ClassifyAsync(Low, options))).StatusCode;

    private async Task<ExplainReply> UploadAsync(ExplainUploadHeader header)
    {
        using var call = _host.Client.ExplainUpload();
        return await AudioUpload.AnswerAsync(
            AudioUpload.SendAsync(call.RequestStream, header, new MemoryStream(Low)), call.ResponseAsync);
    }
}
