using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>The plugin for beets, in beets.</summary>
public sealed class BeetsTests(TrainedModelFixture trained) : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BeetsFact]
    public async Task An_import_sets_genres_and_goes_on_without_those_of_broken_files()
    {
        Configure();
        Copy("low.wav", trained.LowTone);
        Copy("high.wav", trained.HighTone);
        Copy("low2.wav", trained.LowTone);
        await File.WriteAllBytesAsync(_folder["music/cut.wav"], (await File.ReadAllBytesAsync(trained.LowTone))[..44]);

        var import = await BeetAsync("import", "--quiet", _folder["music"]);

        Assert.Equal(0, import.ExitCode);
        Assert.Contains("cut.wav", import.Error, StringComparison.Ordinal);
        Assert.Equal(["cut: ", "high: High", "low: Low", "low2: Low"], await GenresAsync());
        Assert.Equal("Low\n", (await BeetAsync("ls", "--album", "--format", "$genre")).Output);
        Assert.Contains("'Low'", await TagOfAsync("low"), StringComparison.Ordinal);
        Assert.Contains("'High'", await TagOfAsync("high"), StringComparison.Ordinal);
    }

    [BeetsFact]
    public async Task The_command_pretends_keeps_what_is_there_and_replaces_it_when_told_to()
    {
        Configure("auto: no");
        Copy("low.wav", trained.LowTone);
        Copy("high.wav", trained.HighTone);
        await BeetAsync("import", "--quiet", _folder["music"]);
        await BeetAsync("modify", "--yes", $"path:{_folder["music/high.wav"]}", "genre=Mine");

        var pretended = await BeetAsync("microgenre", "--pretend");
        Assert.EndsWith("low.wav: Low", Assert.Single(pretended.OutputLines), StringComparison.Ordinal);
        Assert.Equal(["high: Mine", "low: "], await GenresAsync());

        await BeetAsync("microgenre");
        Assert.Equal(["high: Mine", "low: Low"], await GenresAsync());

        var forced = await BeetAsync("microgenre", "--force", $"path:{_folder["music/high.wav"]}");
        Assert.Contains("High (was Mine)", forced.Output, StringComparison.Ordinal);
        Assert.Equal(["high: High", "low: Low"], await GenresAsync());
        Assert.Contains("'High'", await TagOfAsync("high"), StringComparison.Ordinal);
    }

    [BeetsFact]
    public async Task Words_come_from_a_taxonomy_and_several_are_joined()
    {
        Configure("auto: no", "count: 2", "min_probability: 0", "separator: ' / '", "taxonomy: words.yaml");
        await File.WriteAllTextAsync(_folder["words.yaml"], "synonyms:\n  low: Bass\n  high: Treble\n");
        Copy("low.wav", trained.LowTone);
        await BeetAsync("import", "--quiet", _folder["music"]);

        await BeetAsync("microgenre");

        Assert.Equal(["low: Bass / Treble"], await GenresAsync());
    }

    [BeetsFact]
    public async Task What_is_wrong_is_said_and_the_import_goes_on()
    {
        Configure("command: /nowhere/microgenre");
        Copy("low.wav", trained.LowTone);

        var missing = await BeetAsync("import", "--quiet", _folder["music"]);
        Configure("model: nobody");
        var unknown = await BeetAsync("microgenre");

        Assert.Equal((0, 0), (missing.ExitCode, unknown.ExitCode));
        Assert.Contains("'/nowhere/microgenre' cannot be run: No such file or directory", missing.Error, StringComparison.Ordinal);
        Assert.Contains("nobody", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(["low: "], await GenresAsync());
    }

    private void Copy(string name, string file)
    {
        Directory.CreateDirectory(_folder["music"]);
        File.Copy(file, _folder[$"music/{name}"]);
    }

    private void Configure(params string[] settings) => File.WriteAllLines(_folder["config.yaml"],
    [
        $"directory: {_folder["music"]}", $"library: {_folder["beets.db"]}",
        $"pluginpath: {Repository.PathOf("integrations", "beets", "beetsplug")}", "plugins: microgenre",
        "import: {autotag: no, copy: no}", "microgenre:",
        .. settings.Concat([$"command: {BuiltProgram.CommandLine}", $"models: {trained.Models}", $"model: {TrainedModelFixture.Model}"])
            .DistinctBy(setting => setting.Split(':')[0]).Select(setting => $"  {setting}"),
    ]);

    private async Task<CliResult> BeetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(BeetsFactAttribute.Program, arguments);
        (start.Environment["BEETSDIR"], start.Environment["HOME"]) = (_folder.Path, _folder.Path);
        return await Cli.RunAsync(start, null);
    }

    private async Task<string[]> GenresAsync() =>
        [.. (await BeetAsync("ls", "--format", "$path: $genre", "path+")).OutputLines
            .Select(line => line[(line.IndexOf("/music/", StringComparison.Ordinal) + 7)..].Replace(".wav", "", StringComparison.Ordinal))];

    private async Task<string> TagOfAsync(string title) =>
        (await WarmCli.RunAsync("tag", _folder[$"music/{title}.wav"], "--models", trained.Models, "--model", TrainedModelFixture.Model))
            .Output;
}
