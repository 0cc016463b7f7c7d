using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>Where a model goes whose genres were changed, and what is said of it.</summary>
internal static class TaughtModel
{
    public static Option<string?> AsOption() => new("--as")
    {
        Description = "Name of the model that the result is saved as, as its next version. Default: the model's own name.",
        HelpName = "NAME",
    };

    /// <summary>Changes a model's genres and saves what comes of it.</summary>
    public static ModelCard Save(ModelRepository models, ModelName model, string? name, Func<GenreModel, GenreModel> change)
    {
        using var before = model.Load(models);
        using var after = change(before);
        return Save(models, name ?? model.Name, after);
    }

    /// <exception cref="UsageException">The name is none.</exception>
    public static ModelCard Save(ModelRepository models, string name, GenreModel model) => ModelRepository.IsName(name)
        ? models.Save(name, model)
        : throw new UsageException($"'{name}' is not a model name: use letters, digits, hyphens, underscores and dots.");

    /// <summary>Says what there is now.</summary>
    public static int Write(ModelCard card, string what, bool json)
    {
        var screen = Screen.For(json);
        screen.WriteLine(json
            ? JsonText.Of(new { model = $"{card.Name}/{card.Version}", card.BasedOn, card.Labels, card.Taught })
            : $"{card.Name}/{card.Version}: {what}. It knows {card.Labels.Count} genres: "
                + $"{string.Join(", ", card.Labels.Select(card.NameOf))}.");
        return 0;
    }
}
