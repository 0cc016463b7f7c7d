using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library similar</c>: finds similar tracks.</summary>
internal static class SimilarCommand
{
    private const int DefaultCount = 10;
    private const int Digits = 4;

    public static Command Create()
    {
        var files = new Argument<string[]>("track") { Arity = ArgumentArity.OneOrMore, Description =
            "Audio files, in the library or not; several are averaged." };
        var pathTo = new Option<string?>("--path-to") { Description = "List tracks on a path from the track to this one, in order.",
            HelpName = "TRACK" };
        var notArtist = new Option<bool>("--not-artist") { Description = "Exclude tracks by the same artists." };
        var top = new Option<int>("--top") { Description = $"Number of tracks to list. Default: {DefaultCount}.", HelpName = "N",
            DefaultValueFactory = _ => DefaultCount };
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each track, one to a line." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("similar", "Finds tracks that sound alike.", "microgenre library similar song.mp3") {
            files, pathTo, notArtist, top, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var count = result.GetValue(top) is > 0 and var value ? value : throw new UsageException($"{top.Name} must be at least 1.");
            var names = result.GetRequiredValue(files);
            var goal = result.GetValue(pathTo);
            if (goal is not null && names.Length > 1)
            {
                throw new UsageException($"{pathTo.Name} needs exactly one track to start from.");
            }

            using var library = options.Library(result);
            var found = await library.SimilarAsync(new SimilarOrder(names, goal, count, result.GetValue(notArtist)), cancellation);
            Write(found, result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(IReadOnlyList<(string File, double Similarity)> tracks, bool json)
    {
        var screen = Screen.For(json);
        foreach (var (file, similarity) in tracks)
        {
            var name = RawPath.Display(file);
            screen.WriteLine(json
                ? JsonText.Of(new { file = name, similarity = Math.Round(similarity, Digits) })
                : string.Create(CultureInfo.InvariantCulture, $"{similarity,6:0.000}  {name}"));
        }
    }
}
