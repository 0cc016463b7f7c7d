namespace MicroGenre.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("classify")]
    [InlineData("demo")]
    [InlineData("evaluate")]
    [InlineData("extract")]
    [InlineData("models")]
    [InlineData("plot")]
    [InlineData("recipes")]
    [InlineData("train")]
    [InlineData("up")]
    [InlineData("test")]
    [InlineData("bench")]
    public async Task Help_lists_every_command_and_every_command_has_help(string command)
    {
        Assert.Contains($"  {command} ", (await WarmCli.RunAsync("--help")).Succeeds().Output, StringComparison.Ordinal);
        var help = (await WarmCli.RunAsync(command, "--help")).Succeeds().OutputLines;
        Assert.Equal("Example:", help[0]);
        Assert.Contains($"microgenre {command}", help[1], StringComparison.Ordinal);
        Assert.Contains("Usage:", help);
    }

    [Fact]
    public async Task The_program_alone_shows_three_examples()
    {
        var lines = (await WarmCli.RunAsync()).Succeeds().OutputLines;

        Assert.Equal(3, lines.Count(line => line.StartsWith("  microgenre ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_version_is_told_with_the_commit() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\+[0-9a-f]{40}$", Assert.Single((await WarmCli.RunAsync("--version")).Succeeds().OutputLines));

    [Theory]
    [InlineData("recipes cnn2")]
    [InlineData("train --recipe cnn2 --data nowhere --model mine")]
    public async Task An_unknown_recipe_is_told_the_nearest_three(string arguments)
    {
        var result = await WarmCli.RunAsync(arguments.Split(' '));

        result.FailsWith(1, "There is no recipe 'cnn2'; the nearest are: cnn2d, ");
        Assert.Equal(2, result.Error.Count(letter => letter == ','));
    }

    [Theory]
    [InlineData("There is no command 'nonesuch'.", "nonesuch")]
    [InlineData("There is no command 'clasify'; did you mean 'classify'?", "clasify song.wav --top 1")]
    [InlineData("There is no command 'trian'; did you mean 'train'?", "trian --recipe cnn2d")]
    [InlineData("There is no command 'chek'; did you mean 'check'?", "data chek music")]
    [InlineData("There is no option '--tpo'; did you mean '--top'?", "classify a.wav --tpo 3")]
    [InlineData("There is no option '--modle'; did you mean '--model'?", "classify --modle=gtzan a.wav")]
    [InlineData("There is no option '--outt'; did you mean '--out'?", "extract a.wav --outt a.npy")]
    [InlineData("There is no option '--wrte'; did you mean '--write'?", "tag music --wrte")]
    [InlineData("There is no option '--verison'; did you mean '--version'?", "--verison")]
    [InlineData("argument", "classify")]
    [InlineData("--nonesuch", "classify a.wav --nonesuch")]
    [InlineData("--top must be at least 1", "classify a.wav --top 0")]
    [InlineData("'many'", "classify a.wav --top many")]
    [InlineData("is not a model", "classify a.wav --model a/b/c")]
    [InlineData("is not an address", "classify a.wav --server localhost")]
    [InlineData("--out", "extract a.wav")]
    [InlineData("HopLength is 0", "extract a.wav --hop 0 --out a.npy")]
    [InlineData("'nonesuch' is not a feature; known are: chroma-stft, ", "extract a.wav --feature nonesuch --out a.npy")]
    [InlineData("log-mel does not support this setting or value: nonesuch", "extract a.wav --set nonesuch=1 --out a.npy")]
    [InlineData("is not a setting", "extract a.wav --set melBands --out a.npy")]
    [InlineData("mel, rms does not support this setting or value: coefficients",
        "extract a.wav --feature mel,rms --coefficients 3 --out a.npy")]
    [InlineData("--out must be a folder", "extract a.wav b.wav --out a.npy")]
    [InlineData("must end in .png or .svg", "plot a.wav --out a.jpg")]
    [InlineData("--out names one picture", "plot a.wav --feature mel,mfcc --out a.png")]
    [InlineData("tempo is a single number", "plot a.wav --feature tempo")]
    [InlineData("--width must be", "plot a.wav --width 1")]
    [InlineData("Name the tracks", "evaluate --model gtzan")]
    [InlineData("must have the same number of files", "evaluate --spectrograms a.npy")]
    [InlineData("either --data", "evaluate --data a --spectrograms a.npy --labels a.csv")]
    [InlineData("There is no suite 'nonesuch'; known are: calm-table1, ", "evaluate --suite nonesuch --data a --report b")]
    [InlineData("--suite needs --report", "evaluate --suite calm-table1 --data a")]
    [InlineData("--model", "train --recipe cnn2d --data a")]
    [InlineData("--recipe", "train --model a --data a")]
    [InlineData("--epochs", "train --recipe cnn2d --model a --data a --epochs 0")]
    [InlineData("--hold-out", "train --recipe cnn2d --model a --data a --hold-out 1")]
    [InlineData("--cross-calibrate", "train --recipe cnn2d --model a --data a --hold-out 0 --cross-calibrate")]
    [InlineData("--groups", "train --recipe cnn2d --model a --spectrograms a.npy b.npy --labels a.csv b.csv --hold-out 0 --groups a.csv")]
    [InlineData("--cross-calibrate", "train --recipe cnn2d --model a --spectrograms a.npy b.npy --labels a.csv b.csv --cross-calibrate")]
    [InlineData("--precision must be one of single, tf32, bf16, not 'half'", "train --recipe cnn2d --model a --data a --precision half")]
    [InlineData("--threads must be at least 1", "train --recipe cnn2d --model a --data a --threads 0")]
    [InlineData("cannot be combined with --server", "train --recipe cnn2d --model a --data a --device cuda --server http://localhost:1")]
    [InlineData(
        "cannot be combined with --server",
        "train --recipe cnn2d --model a --data a --initial-weights a.safetensors --server http://localhost:1")]
    [InlineData("cannot be combined with --server", "train --recipe cnn2d --model a --data a --resume --server http://localhost:1")]
    [InlineData("./microgenre up", "up")]
    public async Task Bad_usage_ends_with_2_and_says_what_is_wrong(string reason, string arguments) =>
        (await WarmCli.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))).FailsWith(2, reason);

    [Fact]
    public async Task Recipes_are_listed_and_printed()
    {
        var lines = (await WarmCli.RunAsync("recipes")).Succeeds().OutputLines;
        Assert.Contains(lines, line => line.StartsWith("cnn2d ", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .StartsWith("calm-linear-svm|calm-2020|Table 1|Support Vector Machine|28.0 %|", StringComparison.Ordinal));
        var rows = (await WarmCli.RunAsync("recipes", "--json")).Succeeds().JsonLines;
        Assert.Equal(lines.Length - 1, rows.Length);
        var row = Assert.Single(rows, row => row.GetProperty("recipe").GetString() == "calm-linear-svm");
        Assert.Equal(("Support Vector Machine", 0.28), (row.GetProperty("row").GetString(), row.GetProperty("published").GetDouble()));
        Assert.Contains("\"name\": \"cnn2d\"", (await WarmCli.RunAsync("recipes", "cnn2d")).Succeeds().Output, StringComparison.Ordinal);
        (await WarmCli.RunAsync("recipes", "nonesuch")).FailsWith(1, "There is no recipe 'nonesuch'");
    }
}
