using System.Text;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using static MicroGenre.FeatureExtraction.Tests.ExtractorHost;

namespace MicroGenre.FeatureExtraction.Tests;

public sealed class ExtractErrorTests : IAsyncLifetime
{
    private ExtractorHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await ExtractorHost.StartAsync(
            null, ("LargestUpload", "1000000"), ("LongestTrack", "00:05:00"), ("LargestFeatures", "5000000"));

    public async Task DisposeAsync()
    {
        // Bad input is the caller's affair: the service has nothing to complain of.
        Assert.Equal("", string.Join(Environment.NewLine, _host.Log.Complaints));
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Audio_that_is_none_is_refused_by_name_and_place()
    {
        var tone = Wav.Sine(1);
        var noChannels = (byte[])tone.Clone();
        noChannels[22] = 0;
        foreach (var (name, bytes) in new (string, byte[])[]
        {
            ("empty.wav", []), ("text.wav", Encoding.UTF8.GetBytes("This is not audio, whatever its name says.")),
                ("header.wav", tone[..30]), ("channels.wav", noChannels),
        })
        {
            var refusal = await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractFileAsync(name, bytes));
            Assert.StartsWith(name, refusal, StringComparison.Ordinal);
            Assert.Contains("byte", refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_track_that_is_too_short_for_a_feature_is_refused_by_name()
    {
        await File.WriteAllBytesAsync(_host.Data["short.wav"], Wav.Sine(0.1));
        var refusal = await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => _host.ExtractAsync(new AudioSource { Path = "short.wav" }, new FeatureSpec
            {
                Feature = "mfcc",
                Deltas = 1,
            }));
        Assert.Equal("short.wav: A time derivative over 9 frames needs at least 9 frames; the feature has 5.", refusal);
    }

    [Fact]
    public async Task Settings_that_do_not_fit_are_refused_by_name()
    {
        var tone = Wav.Sine(1);
        foreach (var (spec, word) in new (FeatureSpec, string)[]
        {
            (new FeatureSpec { Feature = "mel", HopLength = 0 }, "HopLength"),
            (new FeatureSpec { Feature = "mel", MelBands = 5000 }, "MelBands"),
            (new FeatureSpec { Feature = "mel", MaxFrequency = double.NaN }, "maxFrequency"),
            (new FeatureSpec { Feature = "mel", TopDecibels = 80 }, "topDecibels"),
            (new FeatureSpec { Feature = "smell" }, "smell"),
            (new FeatureSpec(), "feature"),
            (new FeatureSpec { Json = "{" }, "features[0]"),
            (new FeatureSpec { Json = "{\"feature\":\"mel\"}", HopLength = 512 }, "both"),
        })
        {
            var refusal = await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractAsync(tone, spec));
            Assert.StartsWith("features[0]", refusal, StringComparison.Ordinal);
            Assert.Contains(word, refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Requests_without_audio_or_features_are_refused()
    {
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractAsync(new AudioSource()));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.Client.ExtractAsync(new ExtractRequest()).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractAsync(Wav.Sine(1), [.. Enumerable.Repeat(Mel, 33)]));
    }

    [Fact]
    public async Task Paths_are_confined_to_the_data_root()
    {
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractAsync(new AudioSource { Path = "../../etc/passwd" }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractAsync(new AudioSource { Path = "/etc/passwd" }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.ExtractAsync(new AudioSource { Path = "none.wav" }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.ExtractAsync(new AudioSource { Path = "." }));
    }

    [Fact]
    public async Task What_is_over_a_limit_is_refused_with_the_way_round_it()
    {
        var inline = await Calls.RefusedAsync(
            StatusCode.ResourceExhausted, () => _host.ExtractAsync(new byte[Limits.InlineAudioBytes + 1]));
        Assert.Contains("Upload", inline, StringComparison.Ordinal);
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => _host.ExtractFileAsync("long.wav", Wav.Sine(301)));
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () =>
            _host.ExtractAsync(Wav.Sine(2), new FeatureSpec { Feature = "mel", HopLength = 1 }));
        await Calls.RefusedAsync(
            StatusCode.ResourceExhausted, () =>
                _host.ExtractAsync(
                    Wav.Sine(2),
                        [.. Enumerable.Range(1, 20)
                            .Select(bands => new FeatureSpec { Feature = "mel", HopLength = 64, MelBands = 100 + bands })]));
    }

    [FfmpegTheory]
    [InlineData(301, 1024, "minutes")]
    [InlineData(60, 64, "bytes")]
    public async Task Audio_that_does_not_tell_its_length_is_refused_once_it_is_over_a_limit(int seconds, int hop, string problem)
    {
        Ffmpeg.Run("-f", "lavfi", "-i", $"sine=sample_rate=8000:duration={seconds}", "-c:a", "aac", _host.Data["track.m4a"]);

        var refusal = await Calls.RefusedAsync(
            StatusCode.ResourceExhausted, () => _host.ExtractAsync(new AudioSource { Path = "track.m4a" }, new FeatureSpec
            {
                Feature = "mel",
                HopLength = hop,
            }));

        Assert.Contains(problem, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_not_as_agreed_is_refused()
    {
        var tone = Wav.Sine(1);
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync());
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync(Data(tone)));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync(Header(), Header(), Data(tone)));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync(Header()));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync(Header(length: 5), Data(tone)));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.UploadAsync(Header(length: (ulong)tone.Length + 1), Data(tone)));
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => _host.UploadAsync(Header(length: 1_000_001)));
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => _host.UploadAsync(Header(), Data(new byte[Limits.ChunkBytes + 1])));
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_as_soon_as_it_is()
    {
        var chunk = Data(new byte[200_000]);
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => _host.UploadAsync([Header(), .. Enumerable.Repeat(chunk, 6)]));
    }

    [Fact]
    public async Task An_upload_that_stalls_is_ended()
    {
        await using var host = await ExtractorHost.StartAsync(null, ("UploadIdleLimit", "00:00:01"));
        using var call = host.Client.ExtractUpload();
        await call.RequestStream.WriteAsync(Header());
        await Calls.RefusedAsync(StatusCode.DeadlineExceeded, () => FeatureChunks.ReadAsync(call.ResponseStream));
    }

    [Fact]
    public async Task A_callers_deadline_and_change_of_mind_are_honoured()
    {
        using var late = _host.Client.ExtractUpload(deadline: DateTime.UtcNow.AddMilliseconds(300));
        await Calls.RefusedAsync(StatusCode.DeadlineExceeded, async () =>
        {
            await late.RequestStream.WriteAsync(Header());
            await FeatureChunks.ReadAsync(late.ResponseStream);
        });

        using var regret = new CancellationTokenSource();
        using var cancelled = _host.Client.ExtractUpload(cancellationToken: regret.Token);
        await cancelled.RequestStream.WriteAsync(Header());
        await regret.CancelAsync();
        await Calls.RefusedAsync(StatusCode.Cancelled, () => FeatureChunks.ReadAsync(cancelled.ResponseStream));
    }

    private static ExtractUploadRequest Header(ulong? length = null)
    {
        var header = new ExtractUploadHeader { Upload = new UploadHeader() };
        if (length is { } known)
        {
            header.Upload.Length = known;
        }

        header.Features.Add(Mel);
        return new ExtractUploadRequest { Header = header };
    }

    private static ExtractUploadRequest Data(byte[] data) => new() { Data = ByteString.CopyFrom(data) };
}
