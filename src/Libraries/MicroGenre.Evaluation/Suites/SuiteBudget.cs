using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>Limits how much of a suite to run. Results and reports say what was left out.</summary>
public sealed record SuiteBudget
{
    /// <summary>No limits: every row, every seed, every epoch.</summary>
    public static SuiteBudget Whole { get; } = new();

    /// <summary>Maximum number of epochs for networks; <see langword="null"/> for the recipe's number.</summary>
    public int? Epochs { get; init; }

    /// <summary>Number of the suite's seeds to use; <see langword="null"/> for all.</summary>
    public int? Seeds { get; init; }

    /// <summary>
    /// The rows to run, by their own or their recipe's name; empty for all. Other rows are reported if results are saved.
    /// </summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>The protocols to run, of those that the data allows; <see langword="null"/> for all.</summary>
    public IReadOnlyList<SuiteProtocol>? Protocols { get; init; }

    /// <summary>Selects the rows and seeds to run.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or a row does not exist; the message lists the known rows.</exception>
    public IReadOnlyList<(SuiteRow Row, int Seed)> Choose(Suite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        if (Epochs is < 1 || Seeds is < 1)
        {
            throw new ArgumentException($"A suite needs at least one {(Epochs is < 1 ? "epoch" : "seed")}.", nameof(suite));
        }

        if (Rows.FirstOrDefault(name => !suite.Rows.Any(row => IsCalled(row, name))) is { } unknown)
        {
            throw new ArgumentException(
                $"'{suite.Name}' has no row '{unknown}'; its rows are: {string.Join(", ", suite.Rows.Select(row => row.Name))}.",
                    nameof(suite));
        }

        return [.. suite.Rows.Where(row => Rows.Count == 0 || Rows.Any(name => IsCalled(row, name)))
            .SelectMany(row => suite.SeedsOf(row).Take(Seeds ?? suite.Seeds.Count).Select(seed => (row, seed)))];
    }

    /// <summary>Applies the budget to a recipe.</summary>
    public Recipe Cut(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Epochs is { } epochs ? recipe.WithEpochsAtMost(epochs) : recipe;
    }

    private static bool IsCalled(SuiteRow row, string name) =>
        string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(row.Recipe.Name, name, StringComparison.OrdinalIgnoreCase);
}
