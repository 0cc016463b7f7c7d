using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Labels;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library disagreements</c>: finds tracks whose tag contradicts a confident model.</summary>
internal static class DisagreementsCommand
{
    private const int Digits = 4;

    public static Command Create()
    {
        var top = LabelCommands.Top();
        var least = new Option<double>("--min-probability")
        {
            Description = "Lowest probability of the model's genre, 0 to 1. "
                + string.Create(CultureInfo.InvariantCulture, $"Default: {LibraryLabels.ConfidentProbability}."),
            HelpName = "P",
            DefaultValueFactory = _ => LibraryLabels.ConfidentProbability,
        };
        var ask = LabelCommands.Ask();
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each track, one to a line." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand(
            "disagreements", "Lists tracks whose tag contradicts the model, the greatest contradiction first.",
            "microgenre library disagreements --ask") { top, least, ask, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var count = LabelCommands.CountOf(result, top);
            var probability = result.GetValue(least) is >= 0 and <= 1 and var value ? value
                : throw new UsageException($"{least.Name} must be in the range 0 to 1.");
            LabelCommands.Check(result, ask, json);
            using var library = options.Library(result);
            var found = await library.DisagreementsAsync(count, probability, cancellation);
            if (!result.GetValue(ask)
                || !await LabelDialog.TryAskAsync(library, [.. found.Select(LabelQuestion.Of)], cancellation))
            {
                Write(found, result.GetValue(json));
            }

            return 0;
        });
        return command;
    }

    private static void Write(IReadOnlyList<DisagreeingTrack> found, bool json)
    {
        var screen = Screen.For(json);
        foreach (var (track, contradiction) in found)
        {
            var path = RawPath.Display(track.Path);
            screen.WriteLine(json
                ? JsonText.Of(new
                {
                    file = path, tag = track.TagGenre, tagged = contradiction.Tagged,
                    taggedProbability = Math.Round(contradiction.TaggedProbability, Digits), genre = track.Genre,
                    probability = Math.Round(contradiction.ModelProbability, Digits),
                })
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}  tagged {track.TagGenre}, or rather {GenreName.Display(track.Genre!)} "
                    + $"({contradiction.ModelProbability * 100:0} %)?"));
        }
    }
}
