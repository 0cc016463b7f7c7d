using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre recipes</c>: lists what can be trained.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("recipe") { Arity = ArgumentArity.ZeroOrOne, Description = "Print this recipe's JSON, a start for one of your own." };
        var command = new Command("recipes", "Lists what can be trained.") { name };
        command.SetAction(result => Run(result.GetValue(name)));
        return command;
    }

    private static int Run(string? name)
    {
        var screen = Screen.For(json: false);
        if (name is not null)
        {
            screen.WriteLine(RecipeCatalog.Find(name).ToJson());
            return 0;
        }

        var table = new TextTable("recipe", "published", "what it is");
        foreach (var recipe in RecipeCatalog.All)
        {
            table.Add(recipe.Name, recipe.Published is { } published ? $"{published.Paper}, {published.Table}" : "", recipe.Description);
        }

        table.WriteTo(screen);
        return 0;
    }
}
