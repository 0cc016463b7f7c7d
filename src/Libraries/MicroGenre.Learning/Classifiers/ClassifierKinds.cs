namespace MicroGenre.Learning;

/// <summary>The kinds of classifier that a recipe can name.</summary>
public static class ClassifierKinds
{
    private static readonly Dictionary<string, IClassifierKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cnn2d"] = new NetworkKind((recipe, classes) => new Cnn2d(recipe.Classifier.As<Cnn2dSettings>(), classes)),
    };

    /// <summary>The names, for messages and completion.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The kind that a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">There is no such kind; the message lists those that exist.</exception>
    internal static IClassifierKind Find(Recipe recipe) => Kinds.TryGetValue(recipe.Classifier.Kind, out var kind)
        ? kind
        : throw new InvalidRecipeException(
            $"recipe '{recipe.Name}': there is no classifier kind '{recipe.Classifier.Kind}'; known are: {string.Join(", ", Names)}.");
}
