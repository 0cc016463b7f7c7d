using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class DemoTests(TrainedModelFixture trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_plays_one_minute_says_what_it_hears_and_what_to_try_next()
    {
        var result = await Cli.RunAsync(
            "demo", "--model", TrainedModelFixture.Model, "--models", trained.Models, "--out", _folder["medley.wav"], "--picture",
                _folder["demo.svg"]);
        var output = result.Succeeds().Output;

        Assert.Equal(60, AudioFile.Read(_folder["medley.wav"]).Duration.TotalSeconds, tolerance: 0.001);
        Assert.Equal(12, result.OutputLines.Count(line => line.Contains(" % ", StringComparison.Ordinal)));
        Assert.Contains("these results say nothing about the model's accuracy", output, StringComparison.Ordinal);
        Assert.Contains("microgenre train --recipe cnn2d", output, StringComparison.Ordinal);
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(_folder["demo.svg"]), StringComparison.Ordinal);
    }
}
