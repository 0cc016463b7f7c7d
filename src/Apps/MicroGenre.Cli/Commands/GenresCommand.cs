using System.CommandLine;
using MicroGenre.Cli.Remote;
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
            new ExampleCommand("rename", "Gives a genre another name.", "microgenre genres rename hiphop rap --model mine") { genre, name },
            result => $"renamed '{result.GetRequiredValue(genre)}' to '{result.GetRequiredValue(name)}'",
            (result, model) => Teaching.Rename(model, result.GetRequiredValue(genre), result.GetRequiredValue(name)),
            (result, teacher, cancellation) =>
                teacher.RenameAsync(result.GetRequiredValue(genre), result.GetRequiredValue(name), cancellation));
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
            new ExampleCommand("merge", "Makes one genre of two.", "microgenre genres merge rock metal --into guitars --model mine")
            {
                one, other, into,
            },
            result => $"merged '{result.GetRequiredValue(one)}' and '{result.GetRequiredValue(other)}'",
            (result, model) =>
                Teaching.Merge(model, result.GetRequiredValue(one), result.GetRequiredValue(other), result.GetValue(into)),
            (result, teacher, cancellation) => teacher.MergeAsync(
                result.GetRequiredValue(one), result.GetRequiredValue(other), result.GetValue(into), cancellation));
    }

    private static ExampleCommand CreateRemove()
    {
        var genre = new Argument<string>("genre") { Description = "The genre." };
        return CreateChange(
            new ExampleCommand("remove", "Removes a genre.", "microgenre genres remove disco --model mine") { genre },
            result => $"removed '{result.GetRequiredValue(genre)}'",
            (result, model) => Teaching.Remove(model, result.GetRequiredValue(genre)),
            (result, teacher, cancellation) => teacher.RemoveAsync(result.GetRequiredValue(genre), cancellation));
    }

    private static ExampleCommand CreateUndo()
    {
        var model = new Argument<string>("model") { Description = "The model." };
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object." };
        var place = new ServedModelsOptions();
        var command = new ExampleCommand(
            "undo", "Takes the last change of a model's genres back.", "microgenre genres undo mine") { model, json };
        place.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var name = result.GetRequiredValue(model);
            using var teacher = place.Teacher(result, new ModelName(name, null), name: null);
            var undone = teacher is null ? TaughtModel.Of(place.Models(result).Undo(name)) : await teacher.UndoAsync(cancellation);
            return undone.Write("took the last change back", result.GetValue(json));
        });
        return command;
    }

    private static ExampleCommand CreateChange(
        ExampleCommand command, Func<ParseResult, string> what, Func<ParseResult, GenreModel, GenreModel> change,
        Func<ParseResult, RemoteTeacher, CancellationToken, Task<TaughtModel>> ask)
    {
        var model = ModelName.Option();
        var name = TaughtModel.AsOption();
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object." };
        var place = new ServedModelsOptions();
        command.Add(model);
        command.Add(name);
        command.Add(json);
        place.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var source = ModelName.Parse(result.GetRequiredValue(model));
            using var teacher = place.Teacher(result, source, result.GetValue(name));
            var changed = teacher is null
                ? TaughtModel.Save(place.Models(result), source, result.GetValue(name), before => change(result, before))
                : await ask(result, teacher, cancellation);
            return changed.Write(what(result), result.GetValue(json));
        });
        return command;
    }
}
