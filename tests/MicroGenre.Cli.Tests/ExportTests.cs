using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gtzan")]
    [InlineData("gtzan/4")]
    public async Task A_shipped_model_is_written_as_an_onnx_file(string model)
    {
        var result = (await WarmCli.RunAsync("export", model, "--onnx", _folder["gtzan.onnx"])).Succeeds();

        Assert.Contains("from samples to the probabilities of 10 genres", result.Output, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(_folder["gtzan.onnx"]).Length, 100_000, 8_000_000);
    }

    [Fact]
    public async Task A_model_begins_with_samples_or_with_features() =>
        (await WarmCli.RunAsync("export", "gtzan", "--onnx", _folder["gtzan.onnx"], "--from", "tags"))
            .FailsWith(2, "--from must be one of samples, features, not 'tags'");
}
