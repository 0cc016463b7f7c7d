using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>How much of a suite to run: all of it unless told. Results and reports say what was left out.</summary>
public sealed record SuiteBudget
{
    /// <summary>Every row, every seed, every epoch.</summary>
    public static SuiteBudget Whole { get; } = new();

    /// <summary>Networks train for so many epochs at most; <see langword="null"/> for as many as their recipes say.</summary>
    public int? Epochs { get; init; }

    /// <summary>Only the first so many of the suite's seeds; <see langword="null"/> for all.</summary>
    public int? Seeds { get; init; }

    /// <summary>
    /// Only these rows, by their own or their recipe's name; all when empty. Others are reported as far as results are kept.
    /// </summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>What of a suite is to be run.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or there is no such row; the message lists those that
    /// exist.</exception>
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

        var seeds = suite.Seeds.Take(Seeds ?? suite.Seeds.Count).ToList();
        return [.. suite.Rows.Where(row => Rows.Count == 0 || Rows.Any(name => IsCalled(row, name)))
            .SelectMany(row => seeds.Select(seed => (row, seed)))];
    }

    /// <summary>A recipe within the budget.</summary>
    public Recipe Cut(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Epochs is { } epochs ? recipe.WithEpochsAtMost(epochs) : recipe;
    }

    private static bool IsCalled(SuiteRow row, string name) =>
        string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(row.Recipe.Name, name, StringComparison.OrdinalIgnoreCase);
}
