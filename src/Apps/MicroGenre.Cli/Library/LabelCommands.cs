using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Labels;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library label</c>, <c>suggest</c> and <c>doubtful</c>: the genres that the owner says tracks are.</summary>
internal static class LabelCommands
{
    private const int Digits = 4;

    public static Command CreateLabel()
    {
        var file = new Argument<string>("track") { Description = "The track's file." };
        var genre = new Argument<string?>("genre") { Description = "What it is.", Arity = ArgumentArity.ZeroOrOne };
        var remove = new Option<bool>("--remove") { Description = "Forget what was said of the track." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("label", "Remembers which genre a track is, as you say.",
            "microgenre library label song.mp3 Synthwave") { file, genre, remove, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var label = (result.GetValue(genre), result.GetValue(remove)) switch
            {
                ({ } name, false) => name,
                (null, true) => null,
                _ => throw new UsageException($"Say either the genre or {remove.Name}."),
            };
            using var library = options.Library(result);
            var row = await library.LabelAsync(result.GetRequiredValue(file), label, cancellation);
            var path = RawPath.Display(row.Path);
            Screen.For(result.GetValue(json)).WriteLine(
                result.GetValue(json) ? JsonText.Of(new { file = path, label = row.Label })
                : row.Label is { } known ? $"{path} is {known}" : $"{path} has no label");
            return 0;
        });
        return command;
    }

    public static Command CreateSuggest()
    {
        var top = Top();
        var ask = Ask();
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each track, one to a line." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("suggest", "Lists the tracks whose labels would teach most.",
            "microgenre library suggest") { top, ask, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var count = CountOf(result, top);
            Check(result, ask, json);
            using var library = options.Library(result);
            var found = await library.SuggestAsync(count, cancellation);
            if (!result.GetValue(ask)
                || !await LabelDialog.TryAskAsync(library, [.. found.Select(LabelQuestion.Of)], cancellation))
            {
                Write(found, result.GetValue(json));
            }

            return 0;
        });
        return command;
    }

    /// <summary>The option for the number of tracks.</summary>
    public static Option<int> Top() => new("--top")
    {
        Description = $"Number of tracks to list. Default: {LibraryLabels.DefaultCount}.",
        HelpName = "N",
        DefaultValueFactory = _ => LibraryLabels.DefaultCount,
    };

    /// <exception cref="UsageException">It is less than one.</exception>
    public static int CountOf(ParseResult result, Option<int> top) =>
        result.GetValue(top) is > 0 and var value ? value : throw new UsageException($"{top.Name} must be at least 1.");

    /// <summary>The option for asking the user.</summary>
    public static Option<bool> Ask() => new("--ask")
    {
        Description = "Ask for the genre of each track, by single keys, and remember the answers as labels.",
    };

    /// <exception cref="UsageException">A program cannot be asked.</exception>
    public static void Check(ParseResult result, Option<bool> ask, Option<bool> json)
    {
        if (result.GetValue(ask) && result.GetValue(json))
        {
            throw new UsageException($"{ask.Name} and {json.Name} exclude each other.");
        }
    }

    private static void Write(IReadOnlyList<SuggestedTrack> found, bool json)
    {
        var screen = Screen.For(json);
        foreach (var (track, uncertainty) in found)
        {
            var path = RawPath.Display(track.Path);
            screen.WriteLine(json
                ? JsonText.Of(new
                {
                    file = path, uncertainty = Math.Round(uncertainty, Digits), genre = track.Genre, probability = track.Probability,
                })
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{uncertainty * 100,3:0} %  {path}{(track.Genre is { } genre ? $"  ({GenreName.Display(genre)}?)" : "")}"));
        }
    }

    public static Command CreateDoubtful()
    {
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each track, one to a line." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("doubtful", "Lists labels that are probably wrong, the most doubtful first.",
            "microgenre library doubtful") { json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var library = options.Library(result);
            var screen = Screen.For(result.GetValue(json));
            foreach (var (track, suggestion, odds) in await library.DoubtfulAsync(cancellation))
            {
                var path = RawPath.Display(track.Path);
                screen.WriteLine(result.GetValue(json)
                    ? JsonText.Of(new { file = path, label = track.Label, suggestion, odds = Math.Round(odds, Digits) })
                    : $"{path}  {track.Label}, or rather {suggestion}?");
            }

            return 0;
        });
        return command;
    }
}
