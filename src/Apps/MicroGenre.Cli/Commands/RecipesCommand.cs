using System.CommandLine;
using System.Text.Json.Serialization;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre recipes</c>: lists the recipes and their published accuracies.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("recipe")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Print this recipe as JSON, as a starting point for your own.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print one JSON object per table row and per recipe without a row, one per line.",
        };
        var command = new ExampleCommand(
            "recipes", "Lists all recipes with the rows of the papers' tables and their published accuracies.",
                "microgenre recipes cnn2d") { name, json };
        command.SetAction(result => Run(result.GetValue(name), result.GetValue(json)));
        return command;
    }

    private static int Run(string? name, bool json)
    {
        var screen = Screen.For(json);
        if (name is not null)
        {
            screen.WriteLine(RecipeCatalog.Find(name).ToJson());
            return 0;
        }

        var rows = RecipeCatalog.All.SelectMany(RecipeRow.Of)
            .OrderBy(row => row.Paper is null).ThenBy(row => row.Paper, StringComparer.Ordinal)
                .ThenBy(row => row.Table, StringComparer.Ordinal).ToList();
        if (json)
        {
            rows.ForEach(row => screen.WriteLine(JsonText.Of(row)));
            return 0;
        }

        var table = new TextTable("recipe", "paper", "table", "row", "published", "what it is");
        foreach (var row in rows)
        {
            table.Add(row.Recipe, row.Paper ?? "", row.Table ?? "", row.Row ?? "",
                row.Published is { } accuracy ? $"{accuracy * 100:0.0##} %" : "", row.Description);
        }

        table.WriteTo(screen);
        return 0;
    }

    /// <summary>A row of a paper's table with its recipe, or a recipe without a row.</summary>
    private sealed record RecipeRow(
        string Recipe,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Paper,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Table,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Row,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Published,
        string Description)
    {
        public static IEnumerable<RecipeRow> Of(Recipe recipe) => recipe.Published is null
            ? [new RecipeRow(recipe.Name, null, null, null, null, recipe.Description)]
            : recipe.PublishedRows.Select(
                row => new RecipeRow(recipe.Name, row.Paper, row.Table, row.Row, row.Accuracy, recipe.Description));
    }
}
