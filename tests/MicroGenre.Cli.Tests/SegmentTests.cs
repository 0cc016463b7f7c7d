using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

public sealed class SegmentTests : IDisposable
{
    private const int SampleRate = 22050;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Noise, a tone in noise, noise: eight seconds each.</summary>
    public SegmentTests()
    {
        var random = new Random(1);
        File.WriteAllBytes(Track, Wav.Of([.. Enumerable.Range(0, 24 * SampleRate).Select(n =>
            (float)((n / (8 * SampleRate) == 1 ? 0.3 * Math.Sin(2 * Math.PI * 440 * n / SampleRate) : 0)
                + (0.05 * (random.NextDouble() - 0.5))))]));
    }

    private string Track => _folder["track.wav"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--clusters", "2")]
    [InlineData("--tuned")]
    [InlineData("--burg", "--clusters", "2", "--order", "8", "--lags", "20", "--scale", "self-tuning")]
    public async Task Json_has_the_file_the_segments_and_the_excerpt(params string[] options)
    {
        var json = Assert.Single(
            (await WarmCli.RunAsync(["segment", Track, "--json", "--representative", "5", .. options])).Succeeds().JsonLines);

        Assert.Equal(["file", "clusters", "segments", "representative"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Track, json.GetProperty("file").GetString());
        Assert.Equal(2, json.GetProperty("clusters").GetInt32());
        Assert.Equal(
            [(0, 8, 0), (8, 16, 1), (16, 24, 0)],
            json.GetProperty("segments").EnumerateArray().Select(segment =>
                (segment.GetProperty("start").GetDouble(), segment.GetProperty("end").GetDouble(),
                    segment.GetProperty("cluster").GetInt32())));
        var representative = json.GetProperty("representative");
        Assert.Equal(5, representative.GetProperty("end").GetDouble() - representative.GetProperty("start").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task People_see_the_form_at_a_glance()
    {
        var lines = (await WarmCli.RunAsync("segment", Track, "--clusters", "2")).Succeeds().OutputLines;

        Assert.Equal($"{Track}  (2 clusters in 3 segments; windows of 1 s)", lines[0]);
        Assert.Equal($"  {new string('A', 24)}{new string('B', 24)}{new string('A', 24)}", lines[1]);
        Assert.Equal("    0:08.0 –   0:16.0  B", lines[3]);
        Assert.StartsWith("  representative:", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_segmented_like_a_file()
    {
        var piped = await Cli.RunWithInputAsync(await File.ReadAllBytesAsync(Track), "segment", "-", "--json");
        var named = await WarmCli.RunAsync("segment", Track, "--json");

        Assert.Equal(named.Succeeds().Output.Replace(Track, "-", StringComparison.Ordinal), piped.Succeeds().Output);
    }

    [Fact]
    public async Task A_report_is_one_page()
    {
        (await WarmCli.RunAsync("segment", Track, "--tuned", "--report", _folder["report.html"])).Succeeds();

        var page = await File.ReadAllTextAsync(_folder["report.html"]);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>track.wav</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_track_is_reported_and_the_others_are_segmented()
    {
        await File.WriteAllTextAsync(_folder["broken.wav"], "text");
        var result = await WarmCli.RunAsync("segment", _folder.Path, "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(_folder["broken.wav"], result.Error, StringComparison.Ordinal);
        Assert.Equal([true, false], result.JsonLines.Select(line => line.TryGetProperty("error", out _)));
    }

    [Theory]
    [InlineData(2, "The number of clusters must be 1 to 64, not 0.", "--clusters", "0")]
    [InlineData(2, "The overlap must be 0 to 0.9, not 1.", "--overlap", "1")]
    [InlineData(2, "The length of the excerpt must be above 0 s, not 0.", "--representative", "0")]
    [InlineData(2, "--scale must be none, self-tuning or a number, not 'wide'.", "--scale", "wide")]
    [InlineData(2, "--report cannot be combined with --server.", "--report", "r.html", "--server", "http://localhost:1")]
    [InlineData(1, "30 clusters were requested, but the track has only 24 windows", "--clusters", "30")]
    [InlineData(1, "http://localhost:1/ does not answer", "--server", "http://localhost:1")]
    public async Task What_cannot_be_fails_with_one_line(int exitCode, string reason, params string[] options) =>
        (await WarmCli.RunAsync(["segment", Track, .. options])).FailsWith(exitCode, reason);

    [Fact]
    public async Task A_report_takes_one_track() =>
        (await WarmCli.RunAsync("segment", Track, Track, "--report", _folder["report.html"]))
            .FailsWith(2, "--report takes one track, not 2.");
}
