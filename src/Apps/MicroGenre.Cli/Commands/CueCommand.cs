using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Playlists;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre cue</c>: writes a cue sheet of a long mix.</summary>
internal static class CueCommand
{
    private const double DefaultSeconds = 60;

    public static Command Create()
    {
        var mix = new Argument<string>("mix") { Description = "The audio file." };
        var file = new Option<string?>("--out")
        {
            Description = "The cue sheet to write. Default: beside the audio, with the extension .cue.",
            HelpName = "FILE",
        };
        var least = new Option<double>("--shortest")
        {
            Description = $"Length of the shortest part, in seconds. Default: {DefaultSeconds}.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        var model = ModelName.Option();
        var models = ModelsFolder.Option();
        var json = new Option<bool>("--json") { Description = "Print one JSON object per part, one per line." };
        var command = new ExampleCommand("cue", "Writes a cue sheet of a long mix: its parts, with genre and energy.",
            "microgenre cue mix.mp3") { mix, file, least, model, models, json };
        command.SetAction(async (result, cancellation) =>
        {
            var seconds = result.GetValue(least) is > 0 and var value ? value : throw new UsageException($"{least.Name} must be above 0.");
            var track = new TrackArgument(result.GetRequiredValue(mix), IsNamed: true);
            var path = result.GetValue(file) ?? Path.ChangeExtension(track.FilePath, ".cue");
            using var loaded = ModelName.Parse(result.GetRequiredValue(model)).Load(ModelsFolder.Open(result.GetValue(models)));
            await using var audio = track.Open();
            var screen = Screen.For(result.GetValue(json));
            var parts = await screen.WaitAsync(
                "listening", _ => Task.Run(() => new MixListener(loaded, seconds).Listen(audio, cancellation), cancellation));
            var name = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFullPath(track.FilePath));
            WholeFile.Write(path, CueSheet.Of(name, track.Stem, parts));
            Write(screen, parts, path, result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(Screen screen, IReadOnlyList<MixPart> parts, string path, bool json)
    {
        foreach (var part in parts)
        {
            var level = part.Level is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} dBFS") : "silent";
            screen.WriteLine(json
                ? JsonText.Of(new { start = Math.Round(part.Start, 2), end = Math.Round(part.End, 2), genre = part.Genre,
                    probability = Math.Round(part.Probability, 4), level = part.Level is { } power ? Math.Round(power, 1) : (double?)null })
                : string.Create(CultureInfo.InvariantCulture,
                    $"{TimeSpan.FromSeconds(part.Start):h\\:mm\\:ss}  {part.Genre,-12} {part.Probability * 100,3:0} %  {level}"));
        }

        if (!json)
        {
            screen.WriteLine($"{parts.Count} {(parts.Count == 1 ? "part" : "parts")} written to {path}");
        }
    }
}
