using System.CommandLine;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre genres</c>: changes the genres of a trained model, without training.</summary>
internal static class GenresCommand
{
    public static Command Create() => new ExampleCommand(
        "genres", "Renames, merges and removes genres of a model.", "microgenre genres rename hiphop rap --model mine")
    {
        CreateRename(),
        CreateMerge(),
        CreateRemove(),
        CreateUndo(),
    };

    private static ExampleCommand CreateRename()
    {
        var genre = new Argument<string>("genre") { Description = "The genre." };
        var name = new Argument<string>("name") { Description = "Its new name." };
        return CreateChange(
            "rename", "Gives a genre another name.", "microgenre genres rename hiphop rap --model mine", [genre, name],
            (result, model) => (
                Teaching.Rename(model, result.GetRequiredValue(genre), result.GetRequiredValue(name)),
                $"renamed '{result.GetRequiredValue(genre)}' to '{result.GetRequiredValue(name)}'"));
    }

    private static ExampleCommand CreateMerge()
    {
        var one = new Argument<string>("genre") { Description = "The genre that stays." };
        var other = new Argument<string>("other") { Description = "The genre that becomes part of it." };
        var into = new Option<string?>("--into")
        {
            Description = "Name of the merged genre. Default: that of the first.",
            HelpName = "GENRE",
        };
        return CreateChange(
            "merge", "Makes one genre of two.", "microgenre genres merge rock metal --into guitars --model mine", [one, other, into],
            (result, model) => (
                Teaching.Merge(model, result.GetRequiredValue(one), result.GetRequiredValue(other), result.GetValue(into)),
                $"merged '{result.GetRequiredValue(one)}' and '{result.GetRequiredValue(other)}'"));
    }

    private static ExampleCommand CreateRemove()
    {
        var genre = new Argument<string>("genre") { Description = "The genre." };
        return CreateChange(
            "remove", "Removes a genre.", "microgenre genres remove disco --model mine", [genre],
            (result, model) => (Teaching.Remove(model, result.GetRequiredValue(genre)), $"removed '{result.GetRequiredValue(genre)}'"));
    }

    private static ExampleCommand CreateUndo()
    {
        var model = new Argument<string>("model") { Description = "The model." };
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object." };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand(
            "undo", "Takes the last change of a model's genres back.", "microgenre genres undo mine") { model, json, models };
        command.SetAction(result =>
        {
            var card = ModelsFolder.Open(result.GetValue(models)).Undo(result.GetRequiredValue(model));
            return TaughtModel.Write(card, "took the last change back", result.GetValue(json));
        });
        return command;
    }

    private static ExampleCommand CreateChange(
        string verb, string description, string example, IReadOnlyList<Symbol> own,
        Func<ParseResult, GenreModel, (GenreModel Model, string What)> change)
    {
        var model = ModelName.Option();
        var name = TaughtModel.AsOption();
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object." };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand(verb, description, example);
        foreach (var argument in own.OfType<Argument>())
        {
            command.Add(argument);
        }

        foreach (var option in own.OfType<Option>().Concat([model, name, json, models]))
        {
            command.Add(option);
        }

        command.SetAction(result =>
        {
            var what = "";
            var card = TaughtModel.Save(
                ModelsFolder.Open(result.GetValue(models)), ModelName.Parse(result.GetRequiredValue(model)), result.GetValue(name),
                before =>
                {
                    (var after, what) = change(result, before);
                    return after;
                });
            return TaughtModel.Write(card, what, result.GetValue(json));
        });
        return command;
    }
}
