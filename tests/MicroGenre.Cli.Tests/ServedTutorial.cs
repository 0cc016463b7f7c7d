using System.Runtime.Versioning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>The tutorial's folder after its third chapter, with Inference running on the models in it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServedTutorial : IAsyncLifetime, IDisposable
{
    // The address in the tutorial; the service listens on a free port instead.
    private const string Address = "localhost:7103";

    private readonly DocumentedFolder _folder = new();
    private KillableService _inference = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateSymbolicLink(_folder["protos"], Repository.PathOf("protos"));
        (await _folder.RunAsync(
        [
            "python3 docs/tutorial/make_tracks.py tracks",
            "microgenre train --recipe block-discriminant --data tracks/train --model mine",
        ])).Succeeds();
        _inference = await KillableService.StartAsync(
            "MicroGenre.Inference", new Dictionary<string, string>(StringComparer.Ordinal) { ["MICROGENRE_MODELS"] = _folder["models"] });
        foreach (var client in Directory.GetFiles(_folder[Path.Combine("docs", "tutorial")], "client.*"))
        {
            var text = Here(await File.ReadAllTextAsync(client));
            await File.WriteAllTextAsync(client, text.Replace("../../src", Repository.PathOf("src"), StringComparison.Ordinal));
        }
    }

    /// <summary>Runs the lines of the tutorial's block that has <paramref name="word"/>, and demands the output shown below it.</summary>
    internal async Task ShowsAsync(string word)
    {
        var blocks = MarkdownPage.Open("docs", "tutorial.md").Blocks;
        var block = blocks.Single(block =>
            block.Language != "output" && block.Lines.Any(line => line.Contains(word, StringComparison.Ordinal)));
        var result = await _folder.RunAsync(block.Lines.Select(Here));
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {result.Error}{result.Output}");
        DocumentedOutput.Shows(blocks.SkipWhile(other => other != block).First(other => other.Language == "output"), result.Output);
    }

    public async Task DisposeAsync() => await _inference.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private string Here(string line) => line.Replace(Address, _inference.Channel.Target, StringComparison.Ordinal);
}
