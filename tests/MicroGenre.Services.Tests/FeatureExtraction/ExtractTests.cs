using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client;
using MicroGenre.Client.Features;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Signal;
using MicroGenre.Testing;
using static MicroGenre.FeatureExtraction.Tests.ExtractorHost;

namespace MicroGenre.FeatureExtraction.Tests;

public sealed class ExtractTests : IAsyncLifetime
{
    private static readonly byte[] Tone = Wav.Sine(3);

    private ExtractorHost _host = null!;

    public async Task InitializeAsync() => _host = await ExtractorHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_feature_is_what_the_library_computes()
    {
        var spec = new FeatureSpec { Feature = "log-mel", HopLength = 512, MelBands = 64 };
        var received = FeatureChunks.Read(await _host.ExtractAsync(Tone, spec)).Features.Single();
        var settings = new LogMelSettings { HopLength = 512, MelBands = 64 };
        var expected = LogMelSpectrogram.Compute(AudioFile.Read(Tone).Samples, settings);
        Assert.Equal(settings.CanonicalJson(), received.Header.Settings);
        Assert.Equal((expected.Rows, expected.Frames), (received.Matrix.Rows, received.Matrix.Frames));
        Assert.Equal(expected.Values, received.Matrix.Values);
    }

    [Fact]
    public async Task Settings_may_come_as_the_librarys_json()
    {
        var settings = new LogMelSettings { HopLength = 512, TopDecibels = null };
        var reply = await _host.ExtractAsync(Tone, settings.ToSpec());
        Assert.Equal(settings.CanonicalJson(), reply.Features.Single().Header.Settings);
    }

    [Fact]
    public async Task The_answer_says_what_the_audio_was_and_what_was_done_to_it()
    {
        var audio = (await _host.ExtractAsync(Wav.Sine(1, sampleRate: 8000, channels: 2))).Audio;
        Assert.Equal(("wav", "pcm_s16le", 8000, 2), (audio.Container, audio.Codec, audio.SampleRate, audio.Channels));
        Assert.Equal((22050, true), (audio.ProcessedSampleRate, audio.Resampled));
        Assert.Equal(1, audio.DurationSeconds, 2);
    }

    [Fact]
    public async Task A_track_is_found_by_its_content_once_its_features_are_cached()
    {
        var lookup = new LookupRequest
        {
            Sha256 = ByteString.CopyFrom(SHA256.HashData(Tone)),
            Features = { Mel, new FeatureSpec { Feature = "mfcc" } },
        };
        Assert.Empty(await LookupAsync(lookup));
        var computed = await _host.ExtractAsync(Tone, Mel);
        Assert.Empty(await LookupAsync(lookup));
        await _host.ExtractAsync(Tone, lookup.Features[1]);

        var assembly = new FeatureAssembly();
        foreach (var chunk in await LookupAsync(lookup))
        {
            assembly.Add(chunk);
        }

        var found = assembly.Complete();
        Assert.Equal(computed.Audio, found.Audio);
        Assert.All(found.Features, feature => Assert.True(feature.Header.CacheHit));
        Assert.Equal(FeatureChunks.Read(computed).Features[0].Matrix.Values, found.Features[0].Matrix.Values);
    }

    [Fact]
    public async Task A_lookup_names_what_is_wrong_with_it()
    {
        Assert.Contains("sha256", await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => LookupAsync(new LookupRequest { Features = { Mel } })), StringComparison.Ordinal);
        var track = ByteString.CopyFrom(SHA256.HashData(Tone));
        Assert.Contains("features", await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => LookupAsync(new LookupRequest { Sha256 = track })), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<FeatureChunk>> LookupAsync(LookupRequest request)
    {
        using var call = _host.Client.Lookup(request);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    [Fact]
    public async Task The_same_audio_under_another_name_is_a_hit_however_it_comes()
    {
        var first = await _host.ExtractFileAsync("first.wav", Tone);
        var second = await _host.ExtractFileAsync("second.wav", Tone);
        var inline = await _host.ExtractAsync(Tone);
        var upload = await _host.UploadAsync(Header(), Data(Tone));
        Assert.Equal([false, true, true, true], new[] { first.Features[0], second.Features[0], inline.Features[0] }.Select(
            feature => feature.Header.CacheHit).Append(upload.Features[0].Header.CacheHit));
        Assert.Equal(first.Features[0].Data, second.Features[0].Data);
        Assert.Equal(first.Audio, second.Audio);
        Assert.Equal((3, 1), (_host.Hits, _host.Misses));
    }

    [Fact]
    public async Task Other_settings_are_another_entry_and_equal_ones_the_same()
    {
        await _host.ExtractAsync(Tone);
        var reply = await _host.ExtractAsync(Tone, new FeatureSpec { Feature = "mel", HopLength = 1024 }, new FeatureSpec
        {
            Feature = "mel",
            HopLength = 512,
        });
        Assert.Equal([true, false], reply.Features.Select(feature => feature.Header.CacheHit));
        Assert.Equal([0u, 1u], reply.Features.Select(feature => feature.Header.Index));
    }

    [Fact]
    public async Task Every_setting_of_the_library_has_a_field()
    {
        var fields = FeatureSpec.Descriptor.Fields.InDeclarationOrder().Select(field => field.JsonName).ToHashSet(StringComparer.Ordinal);
        var settings = typeof(FeatureSettings).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(FeatureSettings)) && !type.IsAbstract)
            // The first names a file of the machine, the second is none of audio, and the parts of the third come as JSON.
            .Except([typeof(OnnxSettings), typeof(PictureSettings), typeof(StackSettings)]);
        foreach (var feature in settings.Select(type => (FeatureSettings)Activator.CreateInstance(type)!))
        {
            Assert.All(JsonNode.Parse(feature.CanonicalJson())!.AsObject(), setting => Assert.Contains(setting.Key, fields));
            var reply = await _host.ExtractAsync(Tone, new FeatureSpec { Feature = feature.Feature });
            Assert.Equal(feature.CanonicalJson(), reply.Features.Single().Header.Settings);
        }
    }

    [Fact]
    public async Task Stacks_and_preprocessing_come_as_json()
    {
        var settings = new StackSettings
        {
            Parts = [new RmsSettings(), new SpectralCentroidSettings()],
            Preprocess = new PreprocessSettings { Normalize = true },
        }.CanonicalJson();

        var reply = await _host.ExtractAsync(Tone, new FeatureSpec { Json = settings });

        Assert.Equal(settings, reply.Features.Single().Header.Settings);
    }

    [Fact]
    public async Task Pictures_are_no_feature_of_audio()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(
            () => _host.ExtractAsync(Tone, new FeatureSpec { Json = new PictureSettings().CanonicalJson() }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    [Fact]
    public async Task Many_who_want_the_same_at_once_have_it_computed_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _host.ExtractAsync(Tone)));
        Assert.Equal((19, 1), (_host.Hits, _host.Misses));
    }

    [Fact]
    public async Task An_upload_may_be_cut_anywhere()
    {
        var expected = (await _host.ExtractAsync(Tone)).Features.Single().Data;
        var chunks = new List<ExtractUploadRequest> { Header(new UploadHeader { Name = "odd", Length = (ulong)Tone.Length }) };
        for (int at = 0, length = 1; at < Tone.Length; at += length, length = Math.Min((length * 3) + 1, Limits.ChunkBytes))
        {
            chunks.Add(Data(Tone[at..Math.Min(at + length, Tone.Length)]));
            chunks.Add(Data([]));
        }

        var received = await _host.UploadAsync([.. chunks]);
        var bytes = new byte[received.Features[0].Matrix.Values.Length * sizeof(float)];
        FeatureBytes.Write(received.Features[0].Matrix.Values, bytes);
        Assert.True(received.Features[0].Header.CacheHit);
        Assert.Equal(expected.ToByteArray(), bytes);
    }

    [Fact]
    public async Task A_long_track_is_uploaded_and_comes_back_in_chunks()
    {
        var track = Wav.Sine(30, channels: 8);
        var spec = new FeatureSpec { Feature = "mel", HopLength = 100 };
        using var call = _host.Client.ExtractUpload();
        var header = new ExtractUploadHeader { Upload = new UploadHeader { Length = (ulong)track.Length } };
        header.Features.Add(spec);
        var sent = new List<long>();
        await AudioUpload.SendAsync(call.RequestStream, header, new MemoryStream(track), new Recorder(sent));
        var received = await FeatureChunks.ReadAsync(call.ResponseStream);
        Assert.Equal(track.Length, sent[^1]);
        Assert.Equal((128, 1 + (30 * 22050 / 100)), (received.Features[0].Matrix.Rows, received.Features[0].Matrix.Frames));

        await File.WriteAllBytesAsync(_host.Data["long.wav"], track);
        var refusal = await Calls.RefusedAsync(
            StatusCode.ResourceExhausted, () => _host.ExtractAsync(new AudioSource { Path = "long.wav" }, spec));
        Assert.Contains("ExtractUpload", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_batch_a_broken_track_is_reported_and_the_others_go_on()
    {
        await File.WriteAllBytesAsync(_host.Data["good.wav"], Tone);
        await File.WriteAllTextAsync(_host.Data["text.wav"], "no audio at all");
        using var call = _host.Client.ExtractBatch();
        var answers = new Dictionary<string, (FeatureAssembly Assembly, BatchError? Error, bool Ended)>(StringComparer.Ordinal);
        foreach (var path in new[] { "good.wav", "text.wav", "none.wav", "../out.wav" })
        {
            var item = new ExtractBatchRequest { Id = path, Request = new ExtractRequest { Audio = new AudioSource { Path = path } } };
            item.Request.Features.Add(Mel);
            await call.RequestStream.WriteAsync(item);
            answers[path] = (new FeatureAssembly(), null, false);
        }

        await call.RequestStream.WriteAsync(new ExtractBatchRequest { Id = "empty" });
        answers["empty"] = (new FeatureAssembly(), null, false);
        await call.RequestStream.CompleteAsync();

        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var reply = call.ResponseStream.Current;
            var answer = answers[reply.Id];
            Assert.False(answer.Ended);
            if (reply.PartCase == ExtractBatchReply.PartOneofCase.Chunk)
            {
                answer.Assembly.Add(reply.Chunk);
            }

            answers[reply.Id] = (answer.Assembly, reply.Error, reply.PartCase != ExtractBatchReply.PartOneofCase.Chunk);
        }

        Assert.All(answers.Values, answer => Assert.True(answer.Ended));
        Assert.Equal(128, answers["good.wav"].Assembly.Complete().Features.Single().Matrix.Rows);
        Assert.Equal(StatusCode.InvalidArgument, (StatusCode)answers["text.wav"].Error!.Code);
        Assert.Contains("text.wav", answers["text.wav"].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(StatusCode.NotFound, (StatusCode)answers["none.wav"].Error!.Code);
        Assert.Equal(StatusCode.InvalidArgument, (StatusCode)answers["../out.wav"].Error!.Code);
        Assert.Equal(StatusCode.InvalidArgument, (StatusCode)answers["empty"].Error!.Code);
    }

    [SharedDataFact]
    public async Task A_real_track_gives_librosas_mel_spectrogram()
    {
        var golden = Npy.ReadSingle(SharedData.PathOf("golden", "librosa-0.11.0", "classical.00000", "mel_power_hop1024.npy")).Values;
        var received = FeatureChunks.Read(await _host.ExtractFileAsync(
            "classical.wav", await File.ReadAllBytesAsync(SharedData.PathOf("data", "gtzan-audio", "classical", "classical.00000.wav"))));
        var largest = golden.Max();
        Assert.Equal(golden.Length, received.Features[0].Matrix.Values.Length);
        Assert.All(golden.Zip(received.Features[0].Matrix.Values), pair =>
            Assert.InRange(Math.Abs(pair.First - pair.Second), 0, (1e-5 * Math.Abs(pair.First)) + (1e-6 * largest)));
    }

    private static ExtractUploadRequest Header(UploadHeader? upload = null)
    {
        var header = new ExtractUploadHeader { Upload = upload };
        header.Features.Add(Mel);
        return new ExtractUploadRequest { Header = header };
    }

    private static ExtractUploadRequest Data(byte[] data) => new() { Data = ByteString.CopyFrom(data) };

    private sealed class Recorder(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
