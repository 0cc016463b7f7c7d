using System.Reflection;
using System.Text.Json;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>A table of a paper to reproduce: each row is a recipe with its published accuracy.</summary>
public sealed record Suite
{
    private const string Extension = ".json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<IReadOnlyList<Suite>> Embedded = new(ReadEmbedded);

    /// <summary>The name of the suite on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>A title that says what the suite compares.</summary>
    public required string Title { get; init; }

    /// <summary>The paper and the table.</summary>
    public required string Source { get; init; }

    /// <summary>How the protocol differs from the paper's, and why results may differ.</summary>
    public required string Protocol { get; init; }

    /// <summary>The shares of train, valid and test in splits that are not given: those of the paper.</summary>
    public IReadOnlyList<PartShare> Shares { get; init; } = [new("train", 8), new("valid", 1), new("test", 1)];

    /// <summary>The seeds. Each row is trained once per seed and protocol; the seed also determines a split that is not given.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>
    /// Whether only the training list is used: one part of it is learnt from and the rest measured, to choose what a paper does not name.
    /// </summary>
    public bool WithinTraining { get; init; }

    /// <summary>A claim about rows that their curves test; <see langword="null"/> for none.</summary>
    public OverfittingClaim? Overfitting { get; init; }

    /// <summary>The seeds of a row: the first ones of the suite.</summary>
    public IReadOnlyList<int> SeedsOf(SuiteRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return [.. Seeds.Take(row.Seeds ?? Seeds.Count)];
    }

    /// <summary>The rows, with unique names.</summary>
    public required IReadOnlyList<SuiteRow> Rows { get; init; }

    /// <summary>The numbers of epochs after which rows of a recipe have a published accuracy: its test tracks are watched there.</summary>
    internal IReadOnlyCollection<int> EpochsOf(Recipe recipe) =>
        [.. Rows.Where(row => row.Recipe.Name == recipe.Name).SelectMany(row => row.PublishedByEpoch.Keys).Distinct()];

    /// <summary>The names of the built-in suites. Listing them does not read the suites.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => Path.GetExtension(Path.GetFileNameWithoutExtension(name))[1..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The built-in suites, by name.</summary>
    public static IReadOnlyList<Suite> All => Embedded.Value;

    /// <summary>Returns the suite with a name.</summary>
    /// <exception cref="ArgumentException">The suite does not exist; the message lists the known suites.</exception>
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

    // The file format of a suite, in which rows name built-in recipes.
    private sealed record Definition(
        string Name, string Title, string Source, string Protocol, IReadOnlyList<PartShare> Shares, IReadOnlyList<DefinitionRow> Rows,
        IReadOnlyList<int>? Seeds, bool WithinTraining, OverfittingClaim? Overfitting)
    {
        public Suite ToSuite() => new()
        {
            Name = Name,
            Title = Title,
            Source = Source,
            Protocol = Protocol,
            Shares = Shares,
            Seeds = Seeds ?? [1, 2, 3],
            WithinTraining = WithinTraining,
            Overfitting = Overfitting,

            // No paper has a figure for tracks that were held out of the training list.
            Rows = [.. Rows.Select(row => WithinTraining ? row.ToRow() with { Published = null } : row.ToRow())],
        };
    }

    private sealed record DefinitionRow(
        string Recipe, string? Name, string? Note, double? Published, IReadOnlyDictionary<string, PublishedGenre>? Genres, string? Node,
            bool Descent, bool Product, string? Figure, IReadOnlyDictionary<int, PublishedEpoch>? ByEpoch, int? Seeds, int? Folds,
            string? Choice, IReadOnlyList<string>? SameAs, string? AtChance, double? Top2)
    {
        public SuiteRow ToRow()
        {
            var row = new SuiteRow(RecipeCatalog.Find(Recipe), Name, Note)
            {
                Node = Node,
                IsDescent = Descent,
                IsProduct = Product,
                Figure = Figure,
                Seeds = Seeds,
                Folds = Folds,
                Choice = Choice,
                SameAs = SameAs ?? [],
                AtChance = AtChance,
                PublishedTop2 = Top2,
                PublishedByEpoch = ByEpoch ?? SuiteRow.NoEpochs,
                PublishedGenres = Genres ?? SuiteRow.NoGenres,
            };
            return Published is null ? row : row with { Published = Published };
        }
    }
}

/// <summary>Published values for one genre.</summary>
/// <param name="Recall">The share of the genre's tracks that are recognised, 0 to 1.</param>
/// <param name="Precision">The share of tracks predicted as the genre that are of it, 0 to 1.</param>
public sealed record PublishedGenre(double? Recall, double? Precision = null);

/// <summary>Published values on test tracks after a number of epochs.</summary>
/// <param name="Accuracy">The accuracy, 0 to 1.</param>
/// <param name="Loss">The cross entropy, in nats.</param>
public sealed record PublishedEpoch(double Accuracy, double? Loss = null);

/// <summary>The claim that some rows overfit less than another and are as accurate.</summary>
/// <param name="Baseline">The recipe that overfits.</param>
/// <param name="Others">The recipes that are said to overfit less.</param>
/// <param name="Claim">The claim in the paper's words or close to them.</param>
public sealed record OverfittingClaim(string Baseline, IReadOnlyList<string> Others, string Claim);

/// <summary>A row of a suite.</summary>
public sealed record SuiteRow
{
    internal static readonly IReadOnlyDictionary<string, PublishedGenre> NoGenres =
        new Dictionary<string, PublishedGenre>(StringComparer.Ordinal);

    internal static readonly IReadOnlyDictionary<int, PublishedEpoch> NoEpochs = new Dictionary<int, PublishedEpoch>();

    /// <summary>Creates a row.</summary>
    /// <param name="recipe">The recipe to train.</param>
    /// <param name="name">The name of the row; by default the recipe's row in its paper.</param>
    /// <param name="note">A note for readers.</param>
    public SuiteRow(Recipe recipe, string? name = null, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        (Recipe, Name, Note) = (recipe, name ?? recipe.Published?.Row ?? recipe.Name, note);
        Published = recipe.Published?.Accuracy;
    }

    /// <summary>The recipe to train. Rows with the same recipe share its runs and evaluate the same answers in different ways.</summary>
    public Recipe Recipe { get; }

    /// <summary>The name of the row.</summary>
    public string Name { get; }

    /// <summary>A note for readers.</summary>
    public string? Note { get; }

    /// <summary>The published accuracy, 0 to 1; <see langword="null"/> if there is none.</summary>
    public double? Published { get; init; }

    /// <summary>The published share of tracks whose genre is among the two most probable, 0 to 1.</summary>
    public double? PublishedTop2 { get; init; }

    /// <summary>Published values for single genres.</summary>
    public IReadOnlyDictionary<string, PublishedGenre> PublishedGenres { get; init; } = NoGenres;

    /// <summary>For a tree of genres, the node to evaluate: how well it distinguishes its branches on the tracks of its genres.</summary>
    public string? Node { get; init; }

    /// <summary>For a tree of genres, whether every node passes the track to its most probable branch.</summary>
    public bool IsDescent { get; init; }

    /// <summary>
    /// For a tree of genres, whether the accuracy of a genre is the product of the accuracies of the nodes on its path, and that of the row
    /// their mean: the calculation of hierarchical-lstm-2018, table 4, which takes the errors of the nodes for independent.
    /// </summary>
    public bool IsProduct { get; init; }

    /// <summary>The figure of the paper that shows the training of the row, and what it shows; <see langword="null"/> for none.</summary>
    public string? Figure { get; init; }

    /// <summary>Published values after some numbers of epochs; measured are those of the watched test tracks.</summary>
    public IReadOnlyDictionary<int, PublishedEpoch> PublishedByEpoch { get; init; } = NoEpochs;

    /// <summary>
    /// The number of the suite's seeds to use; <see langword="null"/> for all. Rows that take more than half an hour a run have fewer.
    /// </summary>
    public int? Seeds { get; init; }

    /// <summary>
    /// The number of folds of a cross-validation over all tracks of audio; <see langword="null"/> for one split.
    /// </summary>
    public int? Folds { get; init; }

    /// <summary>What is chosen between this row and others with the same words; <see langword="null"/> for nothing.</summary>
    public string? Choice { get; init; }

    /// <summary>
    /// Names of other recipes that train the same model and answer as the row reads its answers, so that the row measures them, too.
    /// </summary>
    public IReadOnlyList<string> SameAs { get; init; } = [];

    /// <summary>Why the row may be no better than guessing; <see langword="null"/> if it is, or if its data says why.</summary>
    public string? AtChance { get; init; }
}
