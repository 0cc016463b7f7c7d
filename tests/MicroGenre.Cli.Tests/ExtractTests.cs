using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

public sealed class ExtractTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataTheory]
    [InlineData("blues", "blues.00010.au")]
    [InlineData("classical", "classical.00000.wav")]
    public async Task A_mel_spectrogram_equals_librosas(string genre, string file)
    {
        var track = SharedData.PathOf("data", "gtzan-audio", genre, file);
        (await WarmCli.RunAsync("extract", track, "--feature", "mel", "--hop", "1024", "--out", _folder["mel.npy"])).Succeeds();
        var actual = Npy.ReadMatrix(_folder["mel.npy"]);
        var expected = Npy.ReadMatrix(
            SharedData.PathOf("golden", "librosa-0.11.0", Path.GetFileNameWithoutExtension(file), "mel_power_hop1024.npy"));

        Assert.Equal((expected.Rows, expected.Frames), (actual.Rows, actual.Frames));
        var floor = 1e-6 * expected.Values.Max();
        Assert.All(expected.Values.Zip(actual.Values), pair =>
            Assert.InRange(pair.Second, pair.First - (1e-5 * pair.First) - floor, pair.First + (1e-5 * pair.First) + floor));
    }

    [Fact]
    public async Task Settings_decide_the_shape()
    {
        WavFile.WriteTone(_folder["tone.wav"]);
        (await WarmCli.RunAsync("extract", _folder["tone.wav"], "--hop", "512", "--window", "1024", "--set", "melBands=40", "--out",
            _folder["x.npy"])).Succeeds();
        var matrix = Npy.ReadMatrix(_folder["x.npy"]);

        Assert.Equal((40, 1 + (3 * 22050 / 512)), (matrix.Rows, matrix.Frames));
    }

    [Fact]
    public async Task What_the_audio_was_is_said_and_that_it_was_resampled()
    {
        WavFile.WriteTone(_folder["tone.wav"]);
        WavFile.WriteTone(_folder["tone44.wav"], sampleRate: 44100);
        var one = await WarmCli.RunAsync("extract", _folder["tone44.wav"], "--feature", "rms", "--out", _folder["x.npy"]);
        Assert.EndsWith("x.npy: rms [1, 130] of wav (pcm_s16le), 44100 Hz, mono, 3 s, resampled to 22050 Hz", one.Succeeds().Output.Trim(),
            StringComparison.Ordinal);
        var both = await WarmCli.RunAsync(
            "extract", _folder["tone.wav"], _folder["tone44.wav"], "--feature", "rms", "--out", _folder["features"]);
        Assert.EndsWith("rms of 2 tracks, 1 resampled to 22050 Hz", both.Succeeds().Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_features_of_files_and_folders_go_to_a_folder()
    {
        Directory.CreateDirectory(_folder["music"]);
        WavFile.WriteTone(Path.Combine(_folder["music"], "a.wav"));
        WavFile.WriteTone(_folder["a.wav"]);
        WavFile.WriteTone(_folder["b.wav"]);
        var result = await WarmCli.RunAsync(
            "extract", _folder["a.wav"], _folder["b.wav"], _folder["music"], "--feature", "mel", "--feature", "mfcc,spectral-rolloff",
            "--mels", "64", "--coefficients", "20", "--rolloff", "0.5", "--hop", "512", "--out", _folder["features"]);

        Assert.Contains("of 3 tracks", result.Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal(
            new[] { "a", "a-2", "b" }.SelectMany(track =>
                new[] { "mel", "mfcc", "spectral-rolloff" }.Select(feature => $"{track}.{feature}.npy")).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_folder["features"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(64, Npy.ReadMatrix(Path.Combine(_folder["features"], "b.mel.npy")).Rows);
        Assert.Equal(20, Npy.ReadMatrix(Path.Combine(_folder["features"], "b.mfcc.npy")).Rows);
    }

    [Fact]
    public async Task Tracks_that_differ_only_in_their_ending_keep_it()
    {
        foreach (var name in new[] { "a.wav", "a.au", "b.wav" })
        {
            WavFile.WriteTone(_folder[name]);
        }

        (await WarmCli.RunAsync("extract", _folder["a.wav"], _folder["a.au"], _folder["b.wav"], "--feature", "rms", "--out",
            _folder["features"])).Succeeds();

        Assert.Equal(
            ["a.au.rms.npy", "a.wav.rms.npy", "b.rms.npy"],
            Directory.EnumerateFiles(_folder["features"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Broken_files_are_reported_at_the_end_and_the_others_extracted()
    {
        Directory.CreateDirectory(_folder["music"]);
        WavFile.WriteTone(Path.Combine(_folder["music"], "good.wav"));
        await File.WriteAllTextAsync(Path.Combine(_folder["music"], "bad.wav"), "text");
        var result = await WarmCli.RunAsync("extract", _folder["music"], "--out", _folder["features"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("bad.wav: The audio is of no known format",
            Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("of 1 tracks, 1 broken", result.Output, StringComparison.Ordinal);
        Assert.Equal(["good.log-mel.npy"], Directory.EnumerateFiles(_folder["features"]).Select(path => Path.GetFileName(path)));

        Assert.Equal(
            1, (await WarmCli.RunAsync(
                "extract", _folder["missing.wav"], Path.Combine(_folder["music"], "good.wav"), "--out", _folder["features"])).ExitCode);
    }

    [Fact]
    public async Task Damaged_frames_bring_one_line_to_standard_error_and_none_of_a_library()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "MicroGenre.Signal.Tests", "Audio", "tone.mp3"));
        var random = new Random(2);
        for (var i = 500; i < file.Length; i += 40)
        {
            file[i] = (byte)random.Next(256);
        }

        await File.WriteAllBytesAsync(_folder["tone.mp3"], [.. file, .. new byte[3000]]);
        var result = await WarmCli.RunAsync("extract", _folder["tone.mp3"], "--feature", "rms", "--out", _folder["rms.npy"]);

        Assert.Equal(0, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"microgenre: {_folder["tone.mp3"]}: ", line, StringComparison.Ordinal);
        Assert.Contains("bytes that are not audio", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_and_output_take_the_place_of_files()
    {
        WavFile.WriteTone(_folder["tone.wav"]);
        (await WarmCli.RunAsync("extract", _folder["tone.wav"], "--out", _folder["file.npy"])).Succeeds();
        var result = await Cli.RunWithInputAsync(await File.ReadAllBytesAsync(_folder["tone.wav"]), "extract", "-", "--out", "-");

        Assert.Contains("'descr': '<f4'", result.Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_leaves_no_file()
    {
        await File.WriteAllTextAsync(_folder["text.wav"], "text");
        (await WarmCli.RunAsync("extract", _folder["text.wav"], "--out", _folder["x.npy"])).FailsWith(1, "");
        WavFile.WriteTone(_folder["tone.wav"]);
        (await WarmCli.RunAsync("extract", _folder["tone.wav"], "--out", Path.Combine(_folder["missing"], "x.npy")))
            .FailsWith(1, "There is no folder");
        (await WarmCli.RunAsync("extract", _folder["missing.wav"], "--out", _folder["x.npy"])).FailsWith(1, "There is no file");

        Assert.Equal(["text.wav", "tone.wav"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
    }
}
