using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class ExcerptTests(TrainedModelFixture trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("whole")]
    [InlineData("middle")]
    [InlineData("largest-cluster")]
    [InlineData("votes")]
    public async Task A_track_is_judged_by_the_excerpt_asked_for(string excerpt)
    {
        // Four seconds of a high tone, forty of a low one.
        var samples = Enumerable.Range(0, 44 * 22050)
            .Select(n => (float)(0.5 * Math.Sin(2 * Math.PI * (n < 4 * 22050 ? 3300 : 200) * n / 22050)));
        await File.WriteAllBytesAsync(_folder["track.wav"], Wav.Of([.. samples]));

        var json = Assert.Single((await WarmCli.RunAsync(
            "classify", _folder["track.wav"], "--excerpt", excerpt, "--json", "--model", TrainedModelFixture.Model, "--models",
                trained.Models)).Succeeds().JsonLines);

        Assert.Equal("low", json.GetProperty("genres")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task A_model_is_trained_on_votes_without_parting_a_track()
    {
        foreach (var (genre, frequency) in new[] { ("low", 200), ("high", 3000) })
        {
            Directory.CreateDirectory(Path.Combine(_folder["music"], genre));
            for (var i = 0; i < 5; i++)
            {
                WavFile.WriteTone(Path.Combine(_folder["music"], genre, $"{i}.wav"), seconds: 7, frequency + (10 * i));
            }
        }

        var result = (await WarmCli.RunAsync(
            "train", "--threads", "1", "--recipe", trained.RecipeFile, "--data", _folder["music"], "--model", "votes",
            "--models", _folder["models"], "--excerpt", "votes", "--epochs", "1")).Succeeds();

        // Two whole votes of each of ten tracks; two of the tracks are held out, with both of their votes.
        Assert.Equal("16 tracks of 2 genres for training, 4 for validation", result.OutputLines[0]);
    }

    [Theory]
    [InlineData("--excerpt must be one of whole, middle, largest-cluster, votes, not 'best'.", "--excerpt", "best")]
    [InlineData("--excerpt cannot be combined with --server.", "--excerpt", "middle", "--server", "http://localhost:1")]
    public async Task An_excerpt_that_cannot_be_is_refused(string reason, params string[] options) =>
        (await WarmCli.RunAsync(["classify", trained.LowTone, .. options])).FailsWith(2, reason);
}
