using System.Text;
using Grpc.Core;
using MicroGenre.Client;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Inference.Tests;

public sealed class ClassifyTests : IAsyncLifetime
{
    private static readonly byte[] Low = ToyGenres.Track("low", 2);

    private InferenceHost _host = null!;

    public async Task InitializeAsync() => _host = await InferenceHost.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Equal("", string.Join(Environment.NewLine, _host.Log.Complaints));
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_track_gets_the_probabilities_that_the_library_computes_however_it_comes()
    {
        using var model = _host.Models.Load("toy");
        var expected = model.Card.Labels.Zip(model.Classify(ToyGenres.FeaturesOf(Low)))
            .ToDictionary(pair => pair.First, pair => (double)pair.Second, StringComparer.Ordinal);
        foreach (var reply in new[]
        {
            await _host.ClassifyAsync(Low), await _host.UploadAsync(Low), await _host.ClassifyAsync(new AudioSource
            {
                Path = _host.WriteData("low.wav", Low),
            }),
        })
        {
            Assert.Equal(("toy", 1), (reply.Model, reply.Version));
            Assert.Equal(["low", "high"], reply.Prediction.Genres.Select(genre => genre.Label));
            Assert.All(reply.Prediction.Genres, genre => Assert.Equal(expected[genre.Label], genre.Probability, 6));
            Assert.Equal(1, reply.Prediction.Genres.Sum(genre => genre.Probability), 5);
            Assert.True(reply.Timing.ComputeSeconds > 0);
            Assert.False(reply.CacheHit);
        }
    }

    [Theory]
    [InlineData("sure", 0.0, false)]
    [InlineData("unsure", 1.0, true)]
    public async Task Answers_below_the_cards_threshold_are_uncertain(string model, double uncertainBelow, bool uncertain)
    {
        ToyGenres.Train(_host.Models, model, calibration: new Calibration(20, uncertainBelow, 1));

        var reply = await _host.ClassifyAsync(ToyGenres.Track("low", 2, seconds: 10), new ClassifyOptions
        {
            Model = model,
            Timeline = true,
            Top = 1,
        });

        Assert.Equal(uncertain, reply.Prediction.Uncertain);
        Assert.NotEmpty(reply.Timeline);
        Assert.All(reply.Timeline, window => Assert.Equal(uncertain, window.Prediction.Uncertain));
        Assert.InRange(reply.Prediction.Genres[0].Probability, 0.5, 0.9);
    }

    [Fact]
    public async Task Silence_gets_the_verdict_and_the_reason_however_it_comes()
    {
        var silence = Wav.Of(OddSounds.Of("silence", 2));
        foreach (var reply in new[] { await _host.ClassifyAsync(silence), await _host.UploadAsync(silence) })
        {
            Assert.Equal(Contracts.Verdict.NoMusic, reply.Prediction.Verdict);
            Assert.Equal("Nothing in 2 s of audio is louder than -60 dBFS.", reply.Prediction.Reason);
            Assert.True(reply.Prediction.Uncertain);
            Assert.Equal((2, 0), (reply.Audio.Sound.DecodedSeconds, reply.Audio.Sound.SoundingSeconds));
        }
    }

    [Fact]
    public async Task What_is_far_from_all_that_a_model_has_learnt_is_unfamiliar()
    {
        var shipped = new ModelRepository(Repository.PathOf("models"));
        var card = shipped.List().Last(card => card.Name == "gtzan");
        Directory.CreateDirectory(_host.Models.FolderOf("gtzan", 1));
        foreach (var file in Directory.GetFiles(shipped.FolderOf(card.Name, card.Version)))
        {
            File.Copy(file, Path.Combine(_host.Models.FolderOf("gtzan", 1), Path.GetFileName(file)));
        }

        await Eventually.HoldsAsync(
            async () => (await _host.Client.ListModelsAsync(new ListModelsRequest())).Models.Any(model => model.Name == "gtzan"),
                TimeSpan.FromMinutes(2), "gtzan is seen");
        var reply = await _host.ClassifyAsync(Wav.Of(OddSounds.Of("white noise")), new ClassifyOptions
        {
            Model = "gtzan",
            Timeline = true,
        });

        Assert.Equal(Contracts.Verdict.Unfamiliar, reply.Prediction.Verdict);
        Assert.NotEmpty(reply.Prediction.Reason);
        Assert.True(reply.Prediction.Uncertain);
        Assert.All(reply.Timeline, part => Assert.Equal(Contracts.Verdict.Unspecified, part.Prediction.Verdict));
    }

    [Fact]
    public async Task Music_to_a_model_without_familiarity_is_all_right()
    {
        var prediction = (await _host.ClassifyAsync(Low)).Prediction;
        Assert.Equal((Contracts.Verdict.Ok, ""), (prediction.Verdict, prediction.Reason));
    }

    [Fact]
    public async Task A_model_without_a_calibration_is_never_uncertain() =>
        Assert.False((await _host.ClassifyAsync(Low)).Prediction.Uncertain);

    [Fact]
    public async Task Both_genres_are_recognised()
    {
        foreach (var genre in ToyGenres.Names)
        {
            Assert.Equal(genre, (await _host.ClassifyAsync(ToyGenres.Track(genre, 3))).Prediction.Genres[0].Label);
        }
    }

    [Fact]
    public async Task Only_as_many_genres_are_answered_as_asked_for() =>
        Assert.Equal("low", Assert.Single((await _host.ClassifyAsync(Low, new ClassifyOptions { Top = 1 })).Prediction.Genres).Label);

    [Fact]
    public async Task A_tenth_of_a_second_is_enough() =>
        Assert.Equal(2, (await _host.ClassifyAsync(ToyGenres.Track("low", 0, seconds: 0.1))).Prediction.Genres.Count);

    [Fact]
    public async Task A_long_track_is_classified_too() =>
        Assert.Equal("high", (await _host.UploadAsync(ToyGenres.Track("high", 0, seconds: 240))).Prediction.Genres[0].Label);

    [Fact]
    public async Task Telephone_audio_is_resampled_and_the_answer_says_so()
    {
        var reply = await _host.ClassifyAsync(ToyGenres.Track("low", 0, sampleRate: 8000));
        Assert.Equal((8000, 22050, true), (reply.Audio.SampleRate, reply.Audio.ProcessedSampleRate, reply.Audio.Resampled));
        Assert.Equal("low", reply.Prediction.Genres[0].Label);
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_with_its_status()
    {
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.ClassifyAsync(Low, new ClassifyOptions { Model = "none" }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.ClassifyAsync(Low, new ClassifyOptions { Model = "../toy" }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.ClassifyAsync(Low, new ClassifyOptions { Version = 7 }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ClassifyAsync(Low, new ClassifyOptions { Version = -1 }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ClassifyAsync(Low, new ClassifyOptions { Top = 0 }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ClassifyAsync(new AudioSource()));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ClassifyAsync([]));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync(Encoding.UTF8.GetBytes("no audio")));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ClassifyAsync(new AudioSource { Path = "../../etc/passwd" }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.ClassifyAsync(new AudioSource { Path = "none.wav" }));
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => _host.ClassifyAsync(new byte[Limits.InlineAudioBytes + 1]));
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_status()
    {
        using var call = _host.Client.ClassifyUpload(deadline: DateTime.UtcNow.AddMilliseconds(300));
        await Calls.RefusedAsync(StatusCode.DeadlineExceeded, async () =>
        {
            await call.RequestStream.WriteAsync(new ClassifyUploadRequest { Header = new ClassifyUploadHeader() });
            await call.ResponseAsync;
        });
    }
}
