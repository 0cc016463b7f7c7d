using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Inference.Classification;
using MicroGenre.ServiceTesting;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Inference.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private const int HeaderLength = 44;

    private InferenceHost _host = null!;

    public async Task InitializeAsync() => _host = await InferenceHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_batch_answers_every_track_under_its_name_and_goes_on_after_a_broken_one()
    {
        using var call = _host.Client.ClassifyBatch();
        for (var i = 0; i < 40; i++)
        {
            var audio = i == 7 ? ByteString.CopyFromUtf8("no audio") : ByteString.CopyFrom(ToyGenres.Track(ToyGenres.Names[i % 2], i % 5));
            await call.RequestStream.WriteAsync(new ClassifyBatchRequest
            {
                Id = $"{i}",
                Request = new ClassifyRequest { Audio = new AudioSource { Content = audio } },
            });
        }

        await call.RequestStream.WriteAsync(new ClassifyBatchRequest { Id = "empty" });
        await call.RequestStream.CompleteAsync();
        var answers = new Dictionary<string, ClassifyBatchReply>(StringComparer.Ordinal);
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            answers.Add(reply.Id, reply);
        }

        Assert.Equal(41, answers.Count);
        Assert.All(["7", "empty"], id => Assert.Equal(StatusCode.InvalidArgument, (StatusCode)answers[id].Error.Code));
        Assert.All(Enumerable.Range(0, 40).Where(i => i != 7), i =>
            Assert.Equal(ToyGenres.Names[i % 2], answers[$"{i}"].Reply.Prediction.Genres[0].Label));
    }

    [Fact]
    public async Task Tracks_of_a_group_get_an_answer_together_and_each_its_own()
    {
        using var call = _host.Client.ClassifyBatch();
        (string Id, string Group, byte[] Audio)[] tracks =
        [
            ("a", "album", ToyGenres.Track("low", 0)), ("b", "album", ToyGenres.Track("low", 1)),
            ("c", "album", ToyGenres.Track("high", 0)), ("silent", "album", Wav.Of(new float[22050])),
            ("alone", "", ToyGenres.Track("high", 1)),
            ("nothing", "empty", Wav.Of(new float[22050])),
        ];
        foreach (var (id, group, audio) in tracks)
        {
            await call.RequestStream.WriteAsync(new ClassifyBatchRequest
            {
                Id = id,
                Group = group,
                Request = new ClassifyRequest { Audio = new AudioSource { Content = ByteString.CopyFrom(audio) } },
            });
        }

        await call.RequestStream.CompleteAsync();
        var replies = new List<ClassifyBatchReply>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            replies.Add(reply);
        }

        var own = replies[..6].ToDictionary(reply => reply.Id, reply => reply.Reply.Prediction, StringComparer.Ordinal);
        Assert.Equal(["album", "empty"], replies[6..].Select(reply => reply.Group.Group));
        Assert.Equal([3, 0], replies[6..].Select(reply => reply.Group.Tracks));
        Assert.Null(replies[7].Group.Prediction);
        Assert.Equal("low", replies[6].Group.Prediction.Genres[0].Label);
        Assert.All(replies[6].Group.Prediction.Genres, genre => Assert.Equal(
            ((string[])["a", "b", "c"]).Average(id => own[id].Genres.Single(one => one.Label == genre.Label).Probability),
            genre.Probability,
            precision: 5));
    }

    [Fact]
    public async Task The_timeline_shows_where_the_genre_changes()
    {
        byte[] track = [.. Wav.Sine(20, 200)[HeaderLength..], .. Wav.Sine(20, 3000)[HeaderLength..]];
        var samples = new float[track.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(track.AsSpan(2 * i)) / 32768f;
        }

        var timeline = (await _host.ClassifyAsync(Wav.Of(samples), new ClassifyOptions { Timeline = true, Top = 1 })).Timeline;
        Assert.Equal(0, timeline[0].StartSeconds);
        Assert.Equal(40, timeline[^1].EndSeconds, 1);
        Assert.All(timeline.Zip(timeline.Skip(1)), pair =>
            Assert.InRange(pair.Second.StartSeconds, pair.First.StartSeconds + 0.1, pair.First.EndSeconds));
        Assert.All(timeline.Where(part => part.EndSeconds <= 20), part => Assert.Equal("low", part.Prediction.Genres[0].Label));
        Assert.All(timeline.Where(part => part.StartSeconds >= 20), part => Assert.Equal("high", part.Prediction.Genres[0].Label));
        Assert.Empty((await _host.ClassifyAsync(Wav.Of(samples))).Timeline);
    }

    [Fact]
    public async Task The_timelines_windows_are_as_long_as_asked_for()
    {
        var timeline =
            (await _host.ClassifyAsync(
                ToyGenres.Track("low", seconds: 12), new ClassifyOptions { Timeline = true, TimelineSeconds = 4 })).Timeline;

        Assert.All(timeline.SkipLast(1), part => Assert.Equal(4, part.EndSeconds - part.StartSeconds, 0.1));
        Assert.InRange(timeline.Count, 5, 6);
        Assert.Contains("timeline_seconds: 61", await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => _host.ClassifyAsync(ToyGenres.Track("low"), new ClassifyOptions
            {
                Timeline = true,
                TimelineSeconds = 61,
            })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void The_timelines_windows_cover_a_track_of_any_length(int frames)
    {
        var windows = TimelineWindow.Cover(new FeatureMatrix(1, frames), ToyGenres.Recipe);
        Assert.InRange(windows.Count, 1, TimelineWindow.Most);
        Assert.Equal(0, windows[0].Start);
        Assert.Equal(frames, windows[^1].Start + windows[^1].Frames);
        Assert.All(windows.Zip(windows.Skip(1)), pair =>
            Assert.InRange(pair.Second.Start, pair.First.Start + 1, pair.First.Start + pair.First.Frames));
    }

    [Fact]
    public async Task Live_audio_is_answered_after_every_second_of_it_about_the_last_seconds()
    {
        using var call = _host.Client.ClassifyLive();
        await call.RequestStream.WriteAsync(new ClassifyLiveRequest
        {
            Header = new ClassifyLiveHeader { SampleRate = 22050, WindowSeconds = 2 },
        });
        byte[] played = [.. Wav.Sine(5, 200)[HeaderLength..], .. Wav.Sine(5, 3000)[HeaderLength..]];
        for (var at = 0; at < played.Length; at += 12_345)
        {
            await call.RequestStream.WriteAsync(new ClassifyLiveRequest
            {
                Data = ByteString.CopyFrom(played, at, Math.Min(12_345, played.Length - at)),
            });
        }

        await call.RequestStream.CompleteAsync();
        var answers = new List<ClassifyLiveReply>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            answers.Add(reply);
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(second => (double)second), answers.Select(answer => answer.Prediction.EndSeconds));
        Assert.Equal(Enumerable.Range(1, 10).Select(second => Math.Max(0.0, second - 2)),
            answers.Select(answer => answer.Prediction.StartSeconds));
        Assert.Equal("low", answers[4].Prediction.Prediction.Genres[0].Label);
        Assert.Equal("high", answers[9].Prediction.Prediction.Genres[0].Label);
    }

    [Fact]
    public async Task Live_floats_in_stereo_at_another_rate_are_understood()
    {
        using var call = _host.Client.ClassifyLive();
        await call.RequestStream.WriteAsync(new ClassifyLiveRequest
        {
            Header = new ClassifyLiveHeader
            {
                SampleRate = 48000,
                Channels = 2,
                Encoding = SampleEncoding.F32Le,
                StepSeconds = 0.5,
                Options = new ClassifyOptions { Top = 1 },
            },
        });
        var samples = new byte[48000 * 2 * sizeof(float)];
        for (var i = 0; i < 48000 * 2; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(
                samples.AsSpan(sizeof(float) * i), (float)(0.5 * Math.Sin(2 * Math.PI * 3000 * (i / 2) / 48000)));
        }

        foreach (var chunk in samples.Chunk(100_001))
        {
            await call.RequestStream.WriteAsync(new ClassifyLiveRequest { Data = ByteString.CopyFrom(chunk) });
        }

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("high", call.ResponseStream.Current.Prediction.Prediction.Genres.Single().Label);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(1, call.ResponseStream.Current.Prediction.EndSeconds);
    }

    [Fact]
    public async Task Live_streams_that_are_not_as_agreed_are_refused()
    {
        foreach (var header in new[]
        {
            new ClassifyLiveHeader(),
            new ClassifyLiveHeader { SampleRate = 22050, Channels = 9 },
            new ClassifyLiveHeader { SampleRate = 22050, Encoding = (SampleEncoding)7 },
            new ClassifyLiveHeader { SampleRate = 22050, StepSeconds = 0 },
            new ClassifyLiveHeader { SampleRate = 22050, StepSeconds = double.NaN },
            new ClassifyLiveHeader { SampleRate = 22050, WindowSeconds = 61 },
            new ClassifyLiveHeader { SampleRate = 22050, Options = new ClassifyOptions { Top = -1 } },
        })
        {
            await LiveRefusalAsync(header);
        }
    }

    [Fact]
    public async Task A_live_window_of_too_many_bytes_is_refused()
    {
        var refusal = await LiveRefusalAsync(new ClassifyLiveHeader
        {
            SampleRate = 192_000,
            Channels = 8,
            Encoding = SampleEncoding.F32Le,
            WindowSeconds = 60,
        });

        Assert.StartsWith("window_seconds", refusal, StringComparison.Ordinal);
    }

    private async Task<string> LiveRefusalAsync(ClassifyLiveHeader header)
    {
        using var call = _host.Client.ClassifyLive();
        await Calls.SendAsync(call.RequestStream, new ClassifyLiveRequest { Header = header });
        return await Calls.RefusedAsync(StatusCode.InvalidArgument, () => call.ResponseStream.MoveNext(CancellationToken.None));
    }
}
