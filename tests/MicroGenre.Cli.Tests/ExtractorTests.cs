using System.Security.Cryptography;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>Features of an ONNX file: here the shipped model itself, exported.</summary>
public sealed class ExtractorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_exported_model_is_an_extractor_that_others_learn_from()
    {
        var settings = await ExtractorAsync();
        await File.WriteAllTextAsync(_folder["extractor.json"], settings);
        foreach (var (genre, frequency) in ((string, double)[])[("low", 200), ("high", 2000)])
        {
            Directory.CreateDirectory(_folder[$"music/{genre}"]);
            for (var i = 0; i < 3; i++)
            {
                WavFile.WriteTone(_folder[$"music/{genre}/{i}.wav"], seconds: 2, frequency: frequency * (1 + (0.1 * i)));
            }
        }

        (await WarmCli.RunAsync(
            "extract", _folder["music/low/0.wav"], "--settings", _folder["extractor.json"], "--out", _folder["low.npy"])).Succeeds();
        var features = Npy.ReadMatrix(_folder["low.npy"]);
        Assert.Equal((10, 2), (features.Rows, features.Frames));
        Assert.Equal(1, features.Values.Sum() / 2, 4);

        await File.WriteAllTextAsync(_folder["outside.json"], $$"""
            { "name": "outside", "features": {{settings}}, "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } } }
            """);
        (await WarmCli.RunAsync(
            "train", "--recipe", _folder["outside.json"], "--data", _folder["music"], "--model", "outside", "--models", _folder["models"],
            "--hold-out", "0", "--json")).Succeeds();
        string[] classify = ["classify", _folder["music/high/1.wav"], "--model", "outside", "--models", _folder["models"], "--json"];
        var genres = (await WarmCli.RunAsync(classify)).Succeeds().JsonLines[0].GetProperty("genres");
        Assert.Equal("high", genres[0].GetProperty("label").GetString());

        // A process keeps the extractors that it has checked.
        await File.AppendAllTextAsync(_folder["extractor.onnx"], "x");
        (await Cli.RunAsync(classify)).FailsWith(1, "is not the extractor that the settings name");
        File.Delete(_folder["extractor.onnx"]);
        (await Cli.RunAsync(classify)).FailsWith(1, "There is no extractor");
    }

    [Fact]
    public async Task Settings_come_from_a_file_or_from_options()
    {
        await File.WriteAllTextAsync(_folder["mel.json"], """{ "feature": "mel", "melBands": 20 }""");
        WavFile.WriteTone(_folder["a.wav"], seconds: 1);

        (await WarmCli.RunAsync("extract", _folder["a.wav"], "--settings", _folder["mel.json"], "--mels", "30", "--out", _folder["a.npy"]))
            .FailsWith(2, "cannot be combined with other feature options");
        (await WarmCli.RunAsync("extract", _folder["a.wav"], "--settings", _folder["mel.json"], "--out", _folder["a.npy"])).Succeeds();
        Assert.Equal(20, Npy.ReadMatrix(_folder["a.npy"]).Rows);
    }

    private async Task<string> ExtractorAsync()
    {
        var file = _folder["extractor.onnx"];
        (await WarmCli.RunAsync("export", "gtzan", "--onnx", file)).Succeeds();
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)));
        return $$"""
            { "feature": "onnx", "file": "{{file}}", "sha256": "{{hash}}", "values": 10, "windowLength": 22050, "hopLength": 22050 }
            """;
    }
}
