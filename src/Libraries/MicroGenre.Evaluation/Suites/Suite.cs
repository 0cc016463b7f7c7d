using System.Reflection;
using System.Text.Json;
using MicroGenre.Evaluation.Splits;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>A table of a paper as something to run: each row a recipe, with the figure that was published for it.</summary>
public sealed record Suite
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What the suite is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it compares, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The paper and the table.</summary>
    public required string Source { get; init; }

    /// <summary>How the protocol here differs from the paper's, and why figures may.</summary>
    public required string Protocol { get; init; }

    /// <summary>How tracks are divided, at random, where the data brings no lists: the shares of train, valid and test.</summary>
    public IReadOnlyList<PartShare> Shares { get; init; } = [new("train", 8), new("valid", 1), new("test", 1)];

    /// <summary>Each row is trained once for each seed, which decides the split, too, where the data brings no lists.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>The rows.</summary>
    public required IReadOnlyList<SuiteRow> Rows { get; init; }

    /// <summary>The suites that come with the library, by name.</summary>
    public static IReadOnlyList<Suite> All { get; } = ReadEmbedded();

    /// <summary>The suite of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static Suite Find(string name) => All.FirstOrDefault(suite => string.Equals(suite.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no suite '{name}'; known are: {string.Join(", ", All.Select(suite => suite.Name))}.", nameof(name));

    private static Suite[] ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<Suite>(stream, Json)!;
            }).OrderBy(suite => suite.Name, StringComparer.Ordinal),
        ];
    }
}

/// <summary>A row of a suite.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Recipe">A recipe's name, or a recipe itself.</param>
/// <param name="Published">The accuracy that the paper gives, 0 to 1; <see langword="null"/> for rows of our own.</param>
/// <param name="Note">What a reader of the row should know.</param>
public sealed record SuiteRow(string Name, JsonElement Recipe, double? Published = null, string? Note = null)
{
    /// <summary>The row's recipe.</summary>
    /// <exception cref="UnknownRecipeException">It is named and there is none of that name.</exception>
    /// <exception cref="InvalidRecipeException">It cannot be used.</exception>
    public Recipe ReadRecipe() => Recipe.ValueKind == JsonValueKind.String
        ? RecipeCatalog.Find(Recipe.GetString()!)
        : Learning.Recipe.FromJson(Recipe.GetRawText(), Name);
}
