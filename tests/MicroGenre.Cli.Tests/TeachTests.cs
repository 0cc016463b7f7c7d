using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

public sealed class TeachTests : IDisposable
{
    private const double Seconds = 6;
    private readonly TemporaryFolder _folder = new();

    public TeachTests()
    {
        _folder.CopyFrom(Repository.PathOf("models", "gtzan", "5"), "models/gtzan/5");
        for (var i = 0; i < 4; i++)
        {
            WavFile.WriteTone(_folder[$"beep{i}.wav"], Seconds, 500 + (70 * i));
        }

        WavFile.WriteTone(_folder["other.wav"], Seconds, 725);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_genre_is_taught_recognised_renamed_and_taken_back()
    {
        var taught = (await TeachAsync("Beeps", "beep0.wav", "beep1.wav", "beep2.wav", "--as", "mine", "--json")).Succeeds().JsonLines[0];
        Assert.Equal("mine/1", taught.GetProperty("model").GetString());
        Assert.Equal("gtzan/5", taught.GetProperty("basedOn").GetString());
        Assert.Equal(3, taught.GetProperty("taught")[0].GetProperty("examples").GetInt32());

        Assert.Equal("Beeps", await GenreAsync("other.wav"));
        (await RunAsync("genres", "rename", "beeps", "Tones", "--model", "mine")).Succeeds();
        Assert.Equal("Tones", await GenreAsync("other.wav"));
        (await RunAsync("genres", "undo", "mine")).Succeeds();
        Assert.Equal("Beeps", await GenreAsync("other.wav"));
        var merged = (await RunAsync("genres", "merge", "rock", "metal", "--model", "mine", "--json")).Succeeds().JsonLines[0];
        Assert.Equal(10, merged.GetProperty("labels").GetArrayLength());
        (await RunAsync("genres", "remove", "beeps", "--model", "mine")).Succeeds();
        Assert.NotEqual("Beeps", await GenreAsync("other.wav"));
    }

    [Fact]
    public async Task Wrong_use_gets_a_clear_answer_and_makes_no_model()
    {
        File.Copy(_folder["beep0.wav"], _folder["copy.wav"]);
        await File.WriteAllBytesAsync(_folder["silence.wav"], WavFile.Bytes(new short[(int)Seconds * 22050]));
        (await TeachAsync("x", "--as", "mine")).FailsWith(2, "Name tracks to teach the genre by");
        (await TeachAsync("x", "beep0.wav", "--as", "mine")).FailsWith(1, "'x' has one example");
        (await TeachAsync("x", "beep0.wav", "copy.wav", "--as", "mine")).FailsWith(1, "hold the same audio");
        (await TeachAsync("x", "beep0.wav", "silence.wav", "--as", "mine")).FailsWith(1, "silence.wav");
        (await TeachAsync("Rock", "beep0.wav", "beep1.wav", "--as", "mine")).FailsWith(1, "knows 'rock' already");
        (await TeachAsync("x", "beep0.wav", "none.wav", "--as", "mine")).FailsWith(1, "There is no file");
        (await TeachAsync("x", "beep0.wav", "beep1.wav", "--as", "not a name")).FailsWith(2, "is not a model name");
        (await RunAsync("genres", "undo", "gtzan")).FailsWith(1, "nothing to undo");
        Assert.False(Directory.Exists(_folder["models/mine"]));
    }

    private Task<CliResult> TeachAsync(string genre, params string[] arguments) => RunAsync(
        ["teach", genre,
            .. arguments.Select(argument => argument.EndsWith(".wav", StringComparison.Ordinal) ? _folder[argument] : argument)]);

    private Task<CliResult> RunAsync(params string[] arguments) => WarmCli.RunAsync([.. arguments, "--models", _folder["models"]]);

    private async Task<string?> GenreAsync(string file) =>
        (await RunAsync("classify", _folder[file], "--model", "mine", "--json")).JsonLines[0].GetProperty("genres")[0].GetProperty("label")
            .GetString();
}
