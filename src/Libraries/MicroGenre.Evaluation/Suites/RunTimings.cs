using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>
/// Estimates how long runs take: from runs of the same recipe that were kept on this machine, or else from those of the project's results,
/// which two cores made.
/// </summary>
internal sealed class RunTimings
{
    private const string Resource = "MicroGenre.Evaluation.Suites.Definitions.timings.csv";
    private static readonly Lazy<Dictionary<string, double>> Shipped = new(ReadShipped);

    // Seconds per track and epoch, by recipe and classifier: a recipe may have had another one.
    private readonly Dictionary<string, double> _own;

    /// <param name="kept">The runs that were kept.</param>
    public RunTimings(IEnumerable<SuiteRun> kept) => _own = kept
        .GroupBy(run => KeyOf(run.Recipe), StringComparer.Ordinal)
        .ToDictionary(
            runs => runs.Key,
            runs => runs.Sum(run => run.Seconds) / runs.Sum(run => run.Work),
            StringComparer.Ordinal);

    /// <summary>The seconds that a run takes, roughly; <see langword="null"/> if its recipe was never timed.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="most">The budget's limit of epochs.</param>
    /// <param name="tracks">Number of training tracks.</param>
    public double? SecondsOf(Recipe recipe, int? most, int tracks) =>
        _own.TryGetValue(KeyOf(SuiteRun.Describe(recipe)), out var each) || Shipped.Value.TryGetValue(recipe.Name, out each)
            ? each * Work(most, recipe.TrainsInEpochs ? recipe.Training.Epochs : 0, tracks) : null;

    // A recipe with a search trains as often as the search has candidates and folds.
    private static string KeyOf(JsonElement recipe) =>
        $"{recipe.GetProperty("name").GetString()} {JsonSerializer.Serialize(recipe.GetProperty("classifier"))}"
        + (recipe.TryGetProperty("search", out var search) ? JsonSerializer.Serialize(search) : "");

    /// <summary>What a training takes time for: its tracks, once for every epoch.</summary>
    public static double Work(int? most, int epochs, int tracks) =>
        (double)Math.Max(1, epochs == 0 ? 0 : Math.Min(most ?? epochs, epochs)) * tracks;

    private static Dictionary<string, double> ReadShipped()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
