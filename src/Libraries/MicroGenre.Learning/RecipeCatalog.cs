using System.Reflection;

namespace MicroGenre.Learning;

/// <summary>Finds built-in recipes and recipes in files.</summary>
public static class RecipeCatalog
{
    private static readonly Lazy<IReadOnlyList<Recipe>> Embedded = new(ReadEmbedded);

    /// <summary>All built-in recipes, sorted by name.</summary>
    public static IReadOnlyList<Recipe> All => Embedded.Value;

    /// <summary>Returns the recipe with a name, or in a file: a path with a directory separator or ending in <c>.json</c>.</summary>
    /// <exception cref="UnknownRecipeException">The recipe does not exist; the message suggests similar names.</exception>
    /// <exception cref="InvalidRecipeException">The file is not a valid recipe.</exception>
    public static Recipe Find(string nameOrPath)
    {
        if (All.FirstOrDefault(recipe => string.Equals(recipe.Name, nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        var isPath = nameOrPath.Contains(Path.DirectorySeparatorChar) || nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        return isPath && File.Exists(nameOrPath)
            ? Recipe.FromJson(File.ReadAllText(nameOrPath), nameOrPath)
            : throw new UnknownRecipeException(
                isPath ? $"There is no recipe file '{nameOrPath}'."
                    : $"There is no recipe '{nameOrPath}'; {NearestNames.Describe(nameOrPath, [.. All.Select(recipe => recipe.Name)])}.");
    }

    private static IReadOnlyList<Recipe> ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var recipes = new List<Recipe>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            recipes.Add(Recipe.FromJson(reader.ReadToEnd(), name));
        }

        return [.. recipes.OrderBy(recipe => recipe.Name, StringComparer.Ordinal)];
    }
}

/// <summary>The exception for a recipe that does not exist.</summary>
public sealed class UnknownRecipeException : Exception
{
    /// <inheritdoc/>
    public UnknownRecipeException()
    {
    }

    /// <inheritdoc/>
    public UnknownRecipeException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public UnknownRecipeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
