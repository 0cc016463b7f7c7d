using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;
using MicroGenre.Signal.Pictures;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre plot</c>: draws a track's waveform and features.</summary>
internal static class PlotCommand
{
    private const int MinWidth = 300;
    private const int MinHeight = 180;
    private const int MaxSide = 20_000;

    public static Command Create()
    {
        var input = new Argument<string>("input") { Description = "An audio file, or - for standard input." };
        var features = new FeatureOptions();
        var output = new Option<string?>("--out")
        {
            Description = "The .png or .svg file to write. Default: TRACK.FEATURE.png in this folder.",
            HelpName = "PICTURE",
        };
        var width = new Option<int>("--width") { Description = "Pixels across.", HelpName = "N", DefaultValueFactory = _ => 1200 };
        var height = new Option<int>("--height") { Description = "Pixels down.", HelpName = "N", DefaultValueFactory = _ => 440 };
        var command = new ExampleCommand(
            "plot", "Draws a track's waveform or features.", "microgenre plot song.mp3 --out song.png") { input, output, width, height };
        features.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var settings = features.Read(result);
            List<string> names = [.. settings.Select(one => one.Feature)];
            if (settings.Any(one => one is TempoSettings))
            {
                throw new UsageException("tempo is a single number: extract it, or plot onset-strength.");
            }

            var size = (CheckSide("--width", result.GetValue(width), MinWidth), CheckSide("--height", result.GetValue(height), MinHeight));
            var track = new TrackArgument(result.GetRequiredValue(input), IsNamed: true);
            var files = FilesOf(track, names, result.GetValue(output));
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(Run(track, settings, files, size, cancellation));
        });
        return command;
    }

    private static int Run(
        TrackArgument track, IReadOnlyList<FeatureSettings> settings, IReadOnlyList<string> files, (int Width, int Height) size,
            CancellationToken cancellation)
    {
        using var audio = track.Open();
        var clip = AudioFile.Read(audio, settings[0].SampleRate);
        var features = FeatureExtractor.Extract(clip.Samples, settings);
        foreach (var (feature, matrix, file) in settings.Zip(features, files))
        {
            cancellation.ThrowIfCancellationRequested();
            var title = $"{feature.Feature} of {(track.IsFile ? Path.GetFileName(track.Name) : "standard input")}";
            var plot = feature is WaveformSettings ? Plot.Waveform(clip.Samples, clip.SampleRate, title) : Plot.Of(matrix, feature, title);
            WholeFile.Write(file, path => Write(plot, path, IsSvg(file), size));
            Screen.For(json: false).WriteLine($"{file}: {title}");
        }

        return 0;
    }

    private static void Write(Plot plot, string path, bool asSvg, (int Width, int Height) size)
    {
        if (asSvg)
        {
            File.WriteAllText(path, plot.ToSvg(size.Width, size.Height));
        }
        else
        {
            File.WriteAllBytes(path, plot.ToPng(size.Width, size.Height));
        }
    }

    private static IReadOnlyList<string> FilesOf(TrackArgument track, List<string> names, string? output)
    {
        if (output is null)
        {
            return [.. names.Select(name => $"{track.Stem}.{name}.png")];
        }

        return names.Count > 1 ? throw new UsageException("--out names one picture; leave it out for several features.")
            : IsSvg(output) || Path.GetExtension(output).Equals(".png", StringComparison.OrdinalIgnoreCase) ? [output]
            : throw new UsageException($"--out must end in .png or .svg, not '{output}'.");
    }

    private static bool IsSvg(string path) => Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase);

    private static int CheckSide(string option, int value, int least) =>
        value >= least && value <= MaxSide ? value : throw new UsageException($"{option} must be {least} to {MaxSide} pixels.");
}
