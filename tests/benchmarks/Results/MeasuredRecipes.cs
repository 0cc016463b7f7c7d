using System.Globalization;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Results;

/// <summary>
/// Copies what the runs in docs/results say of each recipe to those who tell it in advance: the web page (time and accuracy) and
/// <c>evaluate --plan</c> (time).
/// </summary>
internal static class MeasuredRecipes
{
    private static readonly string[] Page = ["src", "Apps", "MicroGenre.Web", "wwwroot", "js", "measured.js"];
    private static readonly string[] Timings =
        ["src", "Libraries", "MicroGenre.Evaluation", "Suites", "Definitions", "timings.csv"];

    /// <summary>Reads the runs and writes both files.</summary>
    public static void Write()
    {
        var runs = Directory.EnumerateFiles(Repository.PathOf("docs", "results", "results"), "*.json")
            .Select(file => SuiteRun.TryRead(file) ?? throw new InvalidDataException($"{file} is not the result of a run."))
            .GroupBy(run => run.RecipeName, StringComparer.Ordinal)
            .OrderBy(recipe => recipe.Key, StringComparer.Ordinal)
            .ToDictionary(recipe => recipe.Key, recipe => recipe.ToList(), StringComparer.Ordinal);
        WritePage(Repository.PathOf(Page), runs);
        WriteTimings(Repository.PathOf(Timings), runs);
    }

    private static void WritePage(string path, Dictionary<string, List<SuiteRun>> runs)
    {
        var script = File.ReadAllText(path);
        var start = script.IndexOf("measured =", StringComparison.Ordinal);

        // A random split promises too much: artists are on both sides of it.
        var lines = runs.Select(recipe => (recipe.Key, Runs: recipe.Value.FindAll(IsArtistAware))).Where(recipe => recipe.Runs.Count > 0)
            .Select(recipe => Line(recipe.Key, recipe.Runs));
        File.WriteAllText(path, $"{script[..start]}measured = {{\n{string.Join(",\n", lines)}\n}};\n");
    }

    private static string Line(string recipe, List<SuiteRun> runs)
    {
        var (seconds, learnt) = (Math.Round(runs.Average(run => run.Seconds), 1), runs.Min(run => run.Train.Tracks));
        var (right, tracks) = (runs.Sum(run => run.Answers.Tracks.Count(IsRight)), runs.Sum(run => run.Answers.Tracks.Count));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  \"{recipe}\": {{ \"seconds\": {seconds}, \"learnt\": {learnt}, \"right\": {right}, \"tracks\": {tracks} }}");
    }

    private static bool IsArtistAware(SuiteRun run) =>
        !run.Split.StartsWith("random", StringComparison.Ordinal) && !run.Split.StartsWith("fold", StringComparison.Ordinal);

    private static bool IsRight(Answer answer) => Scores.ArgMax(answer.Probabilities) == answer.Genre;

    // A recipe without runs keeps the estimate that stands there.
    private static void WriteTimings(string path, Dictionary<string, List<SuiteRun>> runs)
    {
        var lines = File.ReadAllLines(path);
        var told = lines[1..].Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => cells[1], StringComparer.Ordinal);
        foreach (var (recipe, kept) in runs)
        {
            told[recipe] = (kept.Sum(run => run.Seconds) / kept.Sum(run => run.Work)).ToString("G3", CultureInfo.InvariantCulture);
        }

        var table = told.OrderBy(recipe => recipe.Key, StringComparer.Ordinal).Select(recipe => $"{recipe.Key},{recipe.Value}");
        File.WriteAllText(path, string.Join('\n', table.Prepend(lines[0])) + "\n");
    }
}
