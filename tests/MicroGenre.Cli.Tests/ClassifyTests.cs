using System.Globalization;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class ClassifyTests(TrainedModelFixture trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Genres_are_printed_with_percentages_the_most_probable_first()
    {
        var result = (await ClassifyAsync(trained.HighTone)).Succeeds();

        Assert.StartsWith(trained.HighTone, result.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("  High", result.OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("  Low", result.OutputLines[2], StringComparison.Ordinal);
        double[] percentages = [.. result.OutputLines[1..3]
            .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))];
        Assert.Equal(100, percentages.Sum(), tolerance: 0.11);
        Assert.True(percentages[0] > 50);
    }

    [Fact]
    public async Task Json_has_the_file_the_model_and_the_sorted_genres()
    {
        var json = Assert.Single((await ClassifyAsync(trained.LowTone, "--json")).Succeeds().JsonLines);

        Assert.Equal(["file", "model", "genres", "uncertain", "verdict"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(trained.LowTone, json.GetProperty("file").GetString());
        Assert.Equal("tones/1", json.GetProperty("model").GetString());
        Assert.Equal("ok", json.GetProperty("verdict").GetString());
        var genres = json.GetProperty("genres").EnumerateArray().ToList();
        Assert.Equal("low", genres[0].GetProperty("label").GetString());
        Assert.Equal(1, genres.Sum(genre => genre.GetProperty("probability").GetDouble()), tolerance: 1e-5);
    }

    [Fact]
    public async Task Silence_is_no_music_and_no_error()
    {
        File.WriteAllBytes(_folder["silence.wav"], Wav.Of(OddSounds.Of("silence", 2)));

        var json = Assert.Single((await ClassifyAsync(_folder["silence.wav"], "--json")).Succeeds().JsonLines);
        var text = (await ClassifyAsync(_folder["silence.wav"])).Succeeds().OutputLines;

        Assert.Equal(("no_music", true), (json.GetProperty("verdict").GetString(), json.GetProperty("uncertain").GetBoolean()));
        Assert.Equal("Nothing in 2 s of audio is louder than -60 dBFS.", json.GetProperty("reason").GetString());
        Assert.Equal("  no music: Nothing in 2 s of audio is louder than -60 dBFS.", text[^1]);
        Assert.Equal(2, text.Length);
    }

    [Fact]
    public async Task White_noise_is_unfamiliar_to_the_model_that_comes_along()
    {
        File.WriteAllBytes(_folder["noise.wav"], Wav.Of(OddSounds.Of("white noise")));

        var result = await WarmCli.RunAsync("classify", _folder["noise.wav"], "--json", "--models", Repository.PathOf("models"));
        var json = Assert.Single(result.Succeeds().JsonLines);

        Assert.Equal(("unfamiliar", true), (json.GetProperty("verdict").GetString(), json.GetProperty("uncertain").GetBoolean()));
        Assert.NotEmpty(json.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task Damaged_audio_is_classified_as_far_as_it_goes_and_says_what_is_lost()
    {
        var file = await File.ReadAllBytesAsync(trained.LowTone);
        await File.WriteAllBytesAsync(_folder["cut.wav"], file[..(file.Length / 2)]);
        var result = await ClassifyAsync(_folder["cut.wav"], "--json");

        Assert.Equal(0, result.ExitCode);
        var json = Assert.Single(result.JsonLines);
        Assert.True(json.GetProperty("partial").GetBoolean());
        Assert.True(json.GetProperty("seconds_lost").GetDouble() > 1);
        Assert.Equal(0, json.GetProperty("skipped_bytes").GetInt64());
        var warning = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"microgenre: {_folder["cut.wav"]}: ", warning, StringComparison.Ordinal);
        Assert.Contains("s of audio are damaged or missing", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_and_folders_give_a_json_line_each_in_order()
    {
        var result = (await ClassifyAsync(trained.LowTone, Path.Combine(trained.Music, "high"), "--json")).Succeeds();

        Assert.Equal(
            ["low.0.wav", "high.0.wav", "high.1.wav", "high.2.wav", "high.3.wav", "high.4.wav", "high.5.wav"],
            result.JsonLines.Select(line => Path.GetFileName(line.GetProperty("file").GetString())!));
    }

    [Fact]
    public async Task A_dash_is_standard_input()
    {
        var result = await Cli.RunWithInputAsync(
            await File.ReadAllBytesAsync(trained.HighTone), "classify", "-", "--json", "--model", TrainedModelFixture.Model, "--models",
                trained.Models);
        var json = Assert.Single(result.Succeeds().JsonLines);

        Assert.Equal("-", json.GetProperty("file").GetString());
        Assert.Equal("high", json.GetProperty("genres")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task Top_limits_the_genres_and_a_version_can_be_named()
    {
        var result = await WarmCli.RunAsync(
            "classify", trained.HighTone, "--top", "1", "--json", "--model", "tones/1", "--models", trained.Models);

        Assert.Equal(1, Assert.Single(result.Succeeds().JsonLines).GetProperty("genres").GetArrayLength());
    }

    [Fact]
    public async Task The_environment_can_name_the_models_folder()
    {
        var start = new System.Diagnostics.ProcessStartInfo(
            BuiltProgram.CommandLine, ["classify", trained.HighTone, "--model", TrainedModelFixture.Model]);
        using var process = StartWithModels(start);

        (await Cli.FinishAsync(process)).Succeeds();
    }

    [Theory]
    [InlineData("missing.wav", "There is no file")]
    [InlineData("empty.wav", "")]
    [InlineData("text.wav", "")]
    [InlineData("header-only.wav", "")]
    [InlineData("zero-channels.wav", "")]
    public async Task A_file_that_is_no_audio_fails_with_one_line_that_names_it(string name, string reason)
    {
        switch (name)
        {
            case "empty.wav":
                await File.WriteAllBytesAsync(_folder[name], []);
                break;
            case "text.wav":
                await File.WriteAllTextAsync(_folder[name], "This is not a WAV file, whatever its name says.");
                break;
            case "header-only.wav":
                await File.WriteAllBytesAsync(_folder[name], WavFile.Bytes(new short[100])[..30]);
                break;
            case "zero-channels.wav":
                await File.WriteAllBytesAsync(_folder[name], WavFile.Bytes(new short[22050], channels: 0));
                break;
        }

        var result = await ClassifyAsync(_folder[name]);
        result.FailsWith(1, reason);
        Assert.Contains(_folder[name], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_is_not_true_does_not_matter_to_the_audio_that_is_there()
    {
        var bytes = await File.ReadAllBytesAsync(trained.HighTone);
        await File.WriteAllBytesAsync(_folder["cut.wav"], bytes[..(bytes.Length / 2)]);
        BitConverter.GetBytes(uint.MaxValue - 8).CopyTo(bytes, 40);
        await File.WriteAllBytesAsync(_folder["lying.wav"], bytes);
        var results = (await ClassifyAsync(_folder["cut.wav"], _folder["lying.wav"], "--json")).JsonLines;

        Assert.All(results, result => Assert.Equal("high", result.GetProperty("genres")[0].GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Telephone_audio_is_resampled_and_says_so()
    {
        WavFile.WriteTone(_folder["8k.wav"], seconds: 4, frequency: 150, sampleRate: 8000);

        Assert.Contains("resampled from 8000 Hz to 22050 Hz", (await ClassifyAsync(_folder["8k.wav"])).Succeeds().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenth_of_a_second_is_classified_like_any_track()
    {
        WavFile.WriteTone(_folder["short.wav"], seconds: 0.1);

        Assert.Equal(2, Assert.Single((await ClassifyAsync(_folder["short.wav"], "--json")).Succeeds().JsonLines).GetProperty("genres")
            .GetArrayLength());
    }

    [Fact]
    public async Task One_broken_track_in_a_folder_is_reported_and_the_others_are_classified()
    {
        File.Copy(trained.HighTone, _folder["a.wav"]);
        await File.WriteAllTextAsync(_folder["b.wav"], "text");
        File.Copy(trained.LowTone, _folder["c.wav"]);
        var result = await ClassifyAsync(_folder.Path, "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(_folder["b.wav"], Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Equal([false, true, false], result.JsonLines.Select(line => line.TryGetProperty("error", out _)));
    }

    [Fact]
    public async Task One_broken_track_that_was_named_fails_the_command_after_the_others_are_classified()
    {
        await File.WriteAllTextAsync(_folder["b.wav"], "text");
        var result = await ClassifyAsync(_folder["b.wav"], trained.LowTone);

        Assert.Contains("  Low", result.Output, StringComparison.Ordinal);
        result.FailsWith(1, _folder["b.wav"]);
    }

    [Fact]
    public async Task A_folder_without_audio_fails() => (await ClassifyAsync(_folder.Path)).FailsWith(1, "There is no audio in");

    [Fact]
    public async Task An_unknown_model_fails_and_names_those_there_are() =>
        (await WarmCli.RunAsync("classify", trained.HighTone, "--model", "nonesuch", "--models", trained.Models))
            .FailsWith(1, "known are: tones");

    [Fact]
    public async Task A_service_that_does_not_answer_ends_the_command_with_its_address() =>
        (await WarmCli.RunAsync("classify", trained.HighTone, trained.LowTone, "--server", "http://localhost:1"))
            .FailsWith(1, "http://localhost:1/ does not answer");

    private Task<CliResult> ClassifyAsync(params string[] arguments) =>
        WarmCli.RunAsync(["classify", .. arguments, "--model", TrainedModelFixture.Model, "--models", trained.Models]);

    private System.Diagnostics.Process StartWithModels(System.Diagnostics.ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["MICROGENRE_MODELS"] = trained.Models;
        return System.Diagnostics.Process.Start(start)!;
    }
}
