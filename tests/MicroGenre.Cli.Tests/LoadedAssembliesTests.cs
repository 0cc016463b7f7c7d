using System.Diagnostics;
using System.Text;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>What the runtime loads, by its own trace of the process.</summary>
public sealed class LoadedAssembliesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classifying_with_the_shipped_model_loads_neither_torch_nor_onnx_runtime()
    {
        var trace = await TraceAsync("classify", Wav.Sine(2, 440), "--models", Repository.PathOf("models"));

        Assert.Contains("MicroGenre.Learning", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Torch", trace, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("OnnxRuntime", trace, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Google.Protobuf", trace, StringComparison.OrdinalIgnoreCase);
    }

    // The runtime writes the names in UTF-16, at even and at odd places.
    private async Task<string> TraceAsync(string command, byte[] track, params string[] options)
    {
        await File.WriteAllBytesAsync(_folder["tone.wav"], track);
        var start = new ProcessStartInfo(BuiltProgram.CommandLine, [command, _folder["tone.wav"], .. options]);
        start.Environment["DOTNET_EnableEventPipe"] = "1";
        start.Environment["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x8:4";
        start.Environment["DOTNET_EventPipeOutputPath"] = _folder["loaded.nettrace"];
        (await Cli.RunAsync(start, null)).Succeeds();
        var bytes = await File.ReadAllBytesAsync(_folder["loaded.nettrace"]);
        return Encoding.Unicode.GetString(bytes) + Encoding.Unicode.GetString(bytes, 1, bytes.Length - 1);
    }
}
