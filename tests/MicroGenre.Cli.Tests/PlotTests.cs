using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

public sealed class PlotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("waveform")]
    [InlineData("spectrogram")]
    [InlineData("mfcc")]
    [InlineData("chroma-stft")]
    [InlineData("zero-crossing-rate")]
    public async Task A_feature_is_drawn_as_png_and_as_svg(string feature)
    {
        WavFile.WriteTone(_folder["tone.wav"]);
        (await WarmCli.RunAsync("plot", _folder["tone.wav"], "--feature", feature, "--width", "400", "--height", "200", "--out",
            _folder["x.png"])).Succeeds();
        (await WarmCli.RunAsync("plot", _folder["tone.wav"], "--feature", feature, "--out", _folder["x.svg"])).Succeeds();

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(_folder["x.png"]))[..4]);
        Assert.Contains($"{feature} of tone.wav", await File.ReadAllTextAsync(_folder["x.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_features_are_drawn_here_under_the_tracks_name()
    {
        WavFile.WriteTone(_folder["tone.wav"]);
        var start = new ProcessStartInfo(BuiltProgram.CommandLine, ["plot", "tone.wav", "--feature", "waveform,rms"])
        {
            WorkingDirectory = _folder.Path,
        };
        (await Cli.RunAsync(start, null)).Succeeds();

        Assert.Equal(["tone.rms.png", "tone.wav", "tone.waveform.png"],
            Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }
}
