using System.Text;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>Genres are known by any spelling, and none is lost or merged.</summary>
[Collection(TrainedModelTests.Name)]
public sealed class GenreSpellingTests(TrainedModelFixture trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("High", "LOW")]
    [InlineData("hi-gh", "l o w")]
    [InlineData("Hi_Gh", "Low!")]
    public async Task A_model_is_measured_on_folders_and_lists_that_spell_its_genres_otherwise(string high, string low)
    {
        Copy(trained.HighTone, $"data/{high}/a.wav");
        Copy(trained.LowTone, $"data/{low}/a.wav");
        File.WriteAllText(_folder["list.csv"], $"path,genre\ndata/{high}/a.wav,{high}\ndata/{low}/a.wav,{low}\n");

        foreach (var data in new[] { "data", "list.csv" })
        {
            var report = Assert.Single((await EvaluateAsync(_folder[data])).Succeeds().JsonLines);
            Assert.Equal(1, report.GetProperty("accuracy").GetDouble());
            Assert.Equal(["high", "low"], report.GetProperty("per_genre").EnumerateObject().Select(genre => genre.Name));
        }
    }

    [Fact]
    public async Task A_genre_that_the_model_does_not_know_is_told_the_nearest()
    {
        Copy(trained.LowTone, "data/hihg/a.wav");

        (await EvaluateAsync(_folder["data"])).FailsWith(1, "'hihg' is not one of the genres high, low; did you mean 'high'?");
    }

    [Fact]
    public async Task Two_spellings_are_one_genre_of_a_data_set()
    {
        Copy(trained.LowTone, "data/Hip-Hop/a.wav");
        Copy(trained.LowTone, "data/hip hop/b.wav");
        Copy(trained.LowTone, "data/hip hop/c.wav");
        Copy(trained.HighTone, "data/Blues/a.wav");

        Assert.Contains("Blues 1, hip hop 3", (await WarmCli.RunAsync("data", "check", _folder["data"])).Succeeds().Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line 2, byte 24: 0xE9 is not UTF-8", "latin1")]
    [InlineData("line 1, byte 1: it is UTF-16", "utf-16")]
    public async Task A_list_that_is_not_utf8_is_refused_with_the_place(string reason, string encoding)
    {
        Copy(trained.HighTone, "a.wav");
        Copy(trained.LowTone, "b.wav");
        var list = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(_folder["list.csv"], [.. list.Preamble, .. list.GetBytes("path,genre\n./a.wav,pop,é\nb.wav,pöp\n")]);

        (await WarmCli.RunAsync("train", "--recipe", "segments-svm-whole", "--data", _folder["list.csv"], "--model", "x", "--models",
            _folder["models"])).FailsWith(1, reason);
        (await EvaluateAsync(_folder["list.csv"])).FailsWith(1, reason);
        (await WarmCli.RunAsync("data", "check", _folder["list.csv"])).FailsWith(1, $"'{_folder["list.csv"]}' ");
        Assert.False(Directory.Exists(_folder["models/x"]));
    }

    [Theory]
    [InlineData("segments-svm-whole")]
    [InlineData("cnn2d")]
    public async Task One_genre_is_nothing_to_train_on(string recipe)
    {
        Copy(trained.HighTone, "data/Pop/a.wav");
        Copy(trained.LowTone, "data/pop/b.wav");

        (await WarmCli.RunAsync("train", "--recipe", recipe, "--data", _folder["data"], "--model", "x", "--models", _folder["models"],
            "--hold-out", "0"))
            .FailsWith(1, "a model needs at least two genres");
        Assert.False(File.Exists(_folder["models/x/1/model.json"]));
    }

    [Fact]
    public async Task A_synonym_of_a_genre_that_is_misspelled_is_refused_and_one_of_another_model_is_not()
    {
        Copy(trained.HighTone, "music/a.wav");
        File.WriteAllText(_folder["taxonomy.yaml"], "synonyms: {polka: Polka, hgih: Treble}");

        (await TagAsync()).FailsWith(2, "'hgih' is not one of the genres high, low; did you mean 'high'?");
    }

    [Fact]
    public async Task A_taxonomy_may_spell_genres_as_tags_do()
    {
        Copy(trained.HighTone, "music/a.wav");
        File.WriteAllText(_folder["taxonomy.yaml"], "synonyms: {Hi-gh: Treble}");

        Assert.Equal("Treble", (await TagAsync()).Succeeds().JsonLines[0].GetProperty("genre").GetString());
    }

    private Task<CliResult> EvaluateAsync(string data) =>
        WarmCli.RunAsync("evaluate", "--data", data, "--json", "--model", TrainedModelFixture.Model, "--models", trained.Models);

    private Task<CliResult> TagAsync() => WarmCli.RunAsync(
        "tag", _folder["music"], "--taxonomy", _folder["taxonomy.yaml"], "--json", "--min-confidence", "0",
        "--model", TrainedModelFixture.Model, "--models", trained.Models);

    private void Copy(string track, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.Copy(track, _folder[name]);
    }
}
