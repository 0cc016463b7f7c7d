using System.Reflection;
using System.Text.Json;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>A table of a paper as something to run: each row a recipe, with the figure that was published for it.</summary>
public sealed record Suite
{
    private const string Extension = ".json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<IReadOnlyList<Suite>> Embedded = new(ReadEmbedded);

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

    /// <summary>The rows; no two have the same name.</summary>
    public required IReadOnlyList<SuiteRow> Rows { get; init; }

    /// <summary>The names of the suites that come with the library; to know them, none has to be read.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => Path.GetExtension(Path.GetFileNameWithoutExtension(name))[1..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The suites that come with the library, by name.</summary>
    public static IReadOnlyList<Suite> All => Embedded.Value;

    /// <summary>The suite of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static Suite Find(string name) => All.FirstOrDefault(suite => string.Equals(suite.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no suite '{name}'; known are: {string.Join(", ", Names)}.", nameof(name));

    private static Suite[] ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<Definition>(stream, Json)!.ToSuite();
            }).OrderBy(suite => suite.Name, StringComparer.Ordinal),
        ];
    }

    // A suite as its file has it: rows name recipes that come with the library.
    private sealed record Definition(string Name, string Title, string Source, string Protocol, IReadOnlyList<DefinitionRow> Rows)
    {
        public Suite ToSuite() => new()
        {
            Name = Name,
            Title = Title,
            Source = Source,
            Protocol = Protocol,
            Rows = [.. Rows.Select(row => row.ToRow())],
        };
    }

    private sealed record DefinitionRow(
        string Recipe, string? Name, string? Note, double? Published, IReadOnlyDictionary<string, PublishedGenre>? Genres, string? Node,
            bool Descent)
    {
        public SuiteRow ToRow()
        {
            var row = new SuiteRow(RecipeCatalog.Find(Recipe), Name, Note)
            {
                Node = Node,
                IsDescent = Descent,
                PublishedGenres = Genres ?? SuiteRow.NoGenres,
            };
            return Published is null ? row : row with { Published = Published };
        }
    }
}

/// <summary>What a paper says of one genre.</summary>
/// <param name="Recall">Of the genre's tracks, the share that was recognised.</param>
/// <param name="Precision">Of the tracks taken for the genre, the share that is of it.</param>
public sealed record PublishedGenre(double? Recall, double? Precision = null);

/// <summary>A row of a suite.</summary>
public sealed record SuiteRow
{
    internal static readonly IReadOnlyDictionary<string, PublishedGenre> NoGenres =
        new Dictionary<string, PublishedGenre>(StringComparer.Ordinal);

    /// <summary>A row.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="name">What the row is called; what the recipe says of its place in a paper, unless told.</param>
    /// <param name="note">What a reader of the row should know.</param>
    public SuiteRow(Recipe recipe, string? name = null, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        (Recipe, Name, Note) = (recipe, name ?? recipe.Published?.Row ?? recipe.Name, note);
        Published = recipe.Published?.Accuracy;
    }

    /// <summary>What is trained. Rows of one recipe share its runs: each looks at the same answers in its own way.</summary>
    public Recipe Recipe { get; }

    /// <summary>What the row is called.</summary>
    public string Name { get; }

    /// <summary>What a reader of the row should know.</summary>
    public string? Note { get; }

    /// <summary>The accuracy that the paper gives, 0 to 1, if it does.</summary>
    public double? Published { get; init; }

    /// <summary>What the paper gives of single genres.</summary>
    public IReadOnlyDictionary<string, PublishedGenre> PublishedGenres { get; init; } = NoGenres;

    /// <summary>
    /// Of a tree of genres, the one node that is measured: how it tells its branches apart, on the tracks of its own genres.
    /// </summary>
    public string? Node { get; init; }

    /// <summary>Of a tree of genres: every node hands the track to its most probable branch.</summary>
    public bool IsDescent { get; init; }
}
