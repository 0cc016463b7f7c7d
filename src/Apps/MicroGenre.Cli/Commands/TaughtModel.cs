using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>A model whose genres were changed, here or by a service.</summary>
/// <param name="Model">The model, as NAME/VERSION.</param>
/// <param name="BasedOn">The model that it was made from.</param>
/// <param name="Labels">Its genres.</param>
/// <param name="Names">What they are called where people read them.</param>
/// <param name="Taught">The genres that were taught; <see langword="null"/> if there are none.</param>
internal sealed record TaughtModel(
    string Model, string? BasedOn, IReadOnlyList<string> Labels, IReadOnlyList<string> Names, IReadOnlyList<TaughtGenre>? Taught)
{
    public static Option<string?> AsOption() => new("--as")
    {
        Description = "Name of the model that the result is saved as, as its next version. Default: the model's own name.",
        HelpName = "NAME",
    };

    public static TaughtModel Of(ModelCard card) =>
        new($"{card.Name}/{card.Version}", card.BasedOn, card.Labels, [.. card.Labels.Select(card.NameOf)], card.Taught);

    /// <summary>Changes a model's genres and saves what comes of it.</summary>
    public static TaughtModel Save(ModelRepository models, ModelName model, string? name, Func<GenreModel, GenreModel> change)
    {
        using var before = model.Load(models);
        using var after = change(before);
        return Save(models, name ?? model.Name, after);
    }

    /// <exception cref="UsageException">The name is none.</exception>
    public static TaughtModel Save(ModelRepository models, string name, GenreModel model) => ModelRepository.IsName(name)
        ? Of(models.Save(name, model))
        : throw new UsageException($"'{name}' is not a model name: use letters, digits, hyphens, underscores and dots.");

    /// <summary>Says what there is now.</summary>
    public int Write(string what, bool json)
    {
        Screen.For(json).WriteLine(json
            ? JsonText.Of(new { model = Model, BasedOn, Labels, Taught })
            : $"{Model}: {what}. It knows {Labels.Count} genres: {string.Join(", ", Names)}.");
        return 0;
    }
}
