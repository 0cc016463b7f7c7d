using System.Reflection;

namespace MicroGenre.Learning;

/// <summary>The recipes that come with the library, and those in files.</summary>
public static class RecipeCatalog
{
    private static readonly Lazy<IReadOnlyList<Recipe>> Embedded = new(ReadEmbedded);

    /// <summary>Every recipe that comes with the library, by name.</summary>
    public static IReadOnlyList<Recipe> All => Embedded.Value;

    /// <summary>The recipe of that name, or the one in that file (a path with a directory separator or ending in <c>.json</c>).</summary>
    /// <exception cref="UnknownRecipeException">There is none; the message names the nearest.</exception>
    /// <exception cref="InvalidRecipeException">The file holds no valid recipe.</exception>
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

/// <summary>A recipe that does not exist.</summary>
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
