using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre models</c>: lists the models.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object per model, one per line." };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand("models", "Lists your models.", "microgenre models") { json, models };
        command.SetAction(result => Run(ModelsFolder.Open(result.GetValue(models)), result.GetValue(json)));
        return command;
    }

    private static int Run(ModelRepository models, bool json)
    {
        var screen = Screen.For(json);
        var cards = models.List();
        if (json)
        {
            foreach (var card in cards)
            {
                screen.WriteLine(ModelSummary.Of(card).ToJson());
            }

            return 0;
        }

        if (cards.Count == 0)
        {
            screen.WriteLine($"There are no models in {models.Root}. Train one with 'microgenre train'.");
            return 0;
        }

        var table = new TextTable("model", "recipe", "genres", "tracks", "validation", "trained");
        foreach (var card in cards)
        {
            var accuracy = card.Metrics.TryGetValue("validationAccuracy", out var value) ? $"{value * 100:0.0} %" : "";
            table.Add($"{card.Name}/{card.Version}", card.Recipe.Name, $"{card.Labels.Count}", $"{card.Train.Tracks}", accuracy,
                $"{card.Created:yyyy-MM-dd}");
        }

        table.WriteTo(screen);
        return 0;
    }
}

/// <summary>A model in JSON output.</summary>
internal sealed record ModelSummary(
    string Model, string Recipe, IReadOnlyList<string> Labels, int Tracks, IReadOnlyDictionary<string, double> Metrics, long Parameters,
        DateTimeOffset Created)
{
    public static ModelSummary Of(ModelCard card) =>
        new($"{card.Name}/{card.Version}", card.Recipe.Name, card.Labels, card.Train.Tracks, card.Metrics, card.ParameterCount,
            card.Created);

    public string ToJson() => JsonText.Of(this);
}
