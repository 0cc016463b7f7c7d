using System.Globalization;
using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Onnx.Tests;

/// <summary>The programs of the page about exports run as they stand there, and answer as the model does.</summary>
public sealed class DocumentedProgramTests : IDisposable
{
    private const int Rate = 22050;
    private readonly TemporaryFolder _folder = new();
    private readonly float[] _expected;
    private readonly IReadOnlyList<string> _labels;

    public DocumentedProgramTests()
    {
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        OnnxExport.Write(model, _folder["gtzan.onnx"], OnnxInput.Samples);
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, 4 * Rate).Select(i => (float)(
            (0.4 * Math.Sin(2 * Math.PI * 220 * i / Rate) * (i / 6000 % 2)) + (0.05 * (random.NextDouble() - 0.5))))];
        File.WriteAllBytes(_folder["song.wav"], Wav.Of(samples, Rate));
        _expected = model.Classify(Feature.Compute(AudioFile.Read(_folder["song.wav"], Rate).Samples, model.Card.Recipe.Features));
        _labels = model.Card.Labels;
    }

    public void Dispose() => _folder.Dispose();

    [NodeTheory]
    [InlineData("onnxruntime-web")]
    [InlineData("onnxruntime-node")]
    public void The_program_for_browsers_and_Node(string package)
    {
        // What a browser has and Node has not: a decoder, and a file that somebody chose.
        File.WriteAllText(_folder["browser.mjs"], """
            import { readFileSync } from "node:fs";
            const bytes = readFileSync("song.wav");
            globalThis.file = { arrayBuffer: async () => bytes };
            globalThis.OfflineAudioContext = class {
              async decodeAudioData(wav) {
                const values = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length));
                return { getChannelData: () => Float32Array.from(values, value => value / 32768) };
              }
            };
            """);
        File.WriteAllText(
            _folder["program.mjs"],
            $"{Program("js").Replace("\"onnxruntime-web\"", $"\"{package}\"", StringComparison.Ordinal)}\n"
            + "console.log(JSON.stringify(Array.from(probabilities.data)));\n");
        Directory.CreateSymbolicLink(_folder["node_modules"], Path.Combine(NodePackages.Folder, "node_modules"));

        var (code, output) = NodePackages.Run(_folder.Path, "node", "--import", "./browser.mjs", "program.mjs");

        Assert.True(code == 0, output);
        var actual = JsonSerializer.Deserialize<float[]>(output.Split('\n').Last(line => line.StartsWith('[')))!;
        Assert.All(_expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-4f));
    }

    [PythonFact]
    public void The_program_for_Python()
    {
        File.WriteAllText(_folder["program.py"], Program("python"));

        var (code, output) = NodePackages.Run(_folder.Path, "python3", "program.py");

        Assert.True(code == 0, output);
        var best = _expected.Max();
        var words = output.Split(' ', StringSplitOptions.TrimEntries);
        Assert.Equal(_labels[Array.IndexOf(_expected, best)], words[0]);
        Assert.Equal(best, float.Parse(words[1], CultureInfo.InvariantCulture), tolerance: 1e-4f);
    }

    private static string Program(string language) => string.Join('\n', MarkdownPage.Open("docs", "how-to", "export-to-onnx.md").Blocks
        .Single(block => block.Language == language).Lines);
}
