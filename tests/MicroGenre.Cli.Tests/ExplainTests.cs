using System.Xml.Linq;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class ExplainTests(TrainedModelFixture trained) : IDisposable
{
    private static readonly string Shipped = Repository.PathOf("models");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_has_contributions_that_add_up_to_the_logit()
    {
        var json = Assert.Single(
            (await WarmCli.RunAsync("classify", trained.HighTone, "--explain", "--json", "--models", Shipped)).Succeeds().JsonLines);

        var why = json.GetProperty("explanation");
        Assert.Equal(json.GetProperty("genres")[0].GetProperty("label").GetString(), why.GetProperty("genre").GetString());
        Assert.Equal("exact", why.GetProperty("method").GetString());
        var parts = why.GetProperty("contributions").EnumerateArray().ToList();
        Assert.Equal(
            ["start", "end", "low_hz", "high_hz", "evidence", "value"], parts[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["timbre", "rhythm", "covariance"], parts.Select(part => part.GetProperty("evidence").GetString()).Distinct());
        Assert.Equal(
            why.GetProperty("logit").GetDouble(),
            why.GetProperty("bias").GetDouble() + parts.Sum(part => part.GetProperty("value").GetDouble()), 1e-6);
        Assert.Equal(3, why.GetProperty("nearest").GetArrayLength());
    }

    [Fact]
    public async Task A_network_is_explained_by_occlusion_and_says_so()
    {
        var text = (await WarmCli.RunAsync(
            "classify", trained.HighTone, "--explain", "--genre", "Low", "--model", TrainedModelFixture.Model, "--models", trained.Models))
            .Succeeds().Output;

        Assert.Contains("why Low: logit ", text, StringComparison.Ordinal);
        Assert.Contains("; found by occlusion", text, StringComparison.Ordinal);
        Assert.Contains("most alike  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_drawn_of_one_track()
    {
        (await WarmCli.RunAsync("classify", trained.HighTone, "--explain", "--svg", _folder["why.svg"], "--models", Shipped)).Succeeds();

        Assert.Equal("svg", XDocument.Load(_folder["why.svg"]).Root!.Name.LocalName);
    }

    [Fact]
    public async Task A_set_of_genres_comes_with_its_promise()
    {
        var result = await WarmCli.RunAsync("classify", trained.HighTone, "--coverage", "0.9", "--json", "--models", Shipped);
        var json = Assert.Single(result.Succeeds().JsonLines);
        Assert.True(json.TryGetProperty("set", out _));

        var text = (await WarmCli.RunAsync("classify", trained.HighTone, "--coverage", "0.9", "--models", Shipped)).Succeeds();
        Assert.Contains("(90 %)", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--svg needs --explain.", "--svg", "why.svg")]
    [InlineData(2, "--genre needs --explain.", "--genre", "rock")]
    [InlineData(2, "--explain explains whole tracks: leave --excerpt out.", "--explain", "--excerpt", "middle")]
    [InlineData(2, "--coverage must be above 0 and below 1.", "--coverage", "1")]
    [InlineData(1, "The model has no genre 'polka'; the nearest are: ", "--explain", "--genre", "polka")]
    public async Task Wrong_use_is_one_clear_line(int exitCode, string reason, params string[] options) =>
        (await WarmCli.RunAsync(["classify", trained.HighTone, "--models", Shipped, .. options])).FailsWith(exitCode, reason);

    [Fact]
    public async Task A_picture_of_several_tracks_is_bad_usage() => (await WarmCli.RunAsync(
        "classify", trained.HighTone, trained.LowTone, "--explain", "--svg", _folder["why.svg"], "--models", Shipped))
        .FailsWith(2, "--svg draws one track, not 2.");

    [Fact]
    public async Task Tags_are_written_only_where_the_set_has_one_genre()
    {
        var result = await WarmCli.RunAsync("tag", trained.HighTone, "--coverage", "0.999", "--json", "--models", Shipped);
        var sure = Assert.Single(result.Succeeds().JsonLines[..^1]);

        Assert.Contains(sure.GetProperty("action").GetString(), (string[])["unsure", "noGenre", "tag"]);
        (await WarmCli.RunAsync("tag", trained.HighTone, "--coverage", "0.9", "--min-confidence", "0.5", "--models", Shipped))
            .FailsWith(
                2, "--coverage decides in place of --min-confidence, on each track alone, and for one genre: leave --min-confidence out.");
    }

    [Fact]
    public async Task A_model_that_makes_no_sets_says_so()
    {
        Directory.CreateDirectory(_folder["gtzan/4"]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Shipped, "gtzan", "4")))
        {
            File.Copy(file, Path.Combine(_folder["gtzan/4"], Path.GetFileName(file)));
        }

        (await WarmCli.RunAsync("classify", trained.HighTone, "--coverage", "0.9", "--models", _folder.Path))
            .FailsWith(1, "The model gtzan/4 makes no sets of genres");
    }
}
