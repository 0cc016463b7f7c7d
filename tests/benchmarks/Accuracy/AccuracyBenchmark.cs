using System.Diagnostics;
using System.Globalization;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Accuracy;

/// <summary>Recipes beside each other on the ruler. The first is what the others are compared with, track by track.</summary>
internal static class AccuracyBenchmark
{
    private const int TrainingList = 0;

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--recipes", "--draws", "--folds", "--threads", "--docs");
        var recipes = (options["--recipes"] ?? "blocks-and-covariances").Split(',')
            .Select(name => RecipeCatalog.Find(name)).ToList();
        var (draws, folds) = (options.Number("--draws", 20), options.Number("--folds", 5));
        var ruler = new Ruler(folds, options.Number("--threads", 1));
        var results = new List<RecipeFigures>();
        foreach (var recipe in recipes)
        {
            results.Add(RecipeFigures.Measure(ruler, recipe, draws));
            Console.WriteLine(
                $"{recipe.Name}: {results[^1].Accuracy:0.0000}, across lists {results[^1].AcrossLists.Hits.Average():0.0000}");
        }

        var tables = Tables(ruler, results, $"{draws} draws of {folds} folds without a common artist").ToList();
        tables.ForEach(table => Console.WriteLine(table.ToMarkdown()));
        if (options["--docs"] is { } page)
        {
            MeasuredSection.Replace(page, "accuracy", tables);
        }

        return 0;
    }

    private static IEnumerable<BenchmarkTable> Tables(Ruler ruler, List<RecipeFigures> results, string draws)
    {
        yield return new BenchmarkTable(
            $"Cross-validation: {draws}, intervals of 95 % over artists",
            ["recipe", "accuracy", $"less {results[0].Name}", "log loss", "calibration error", "seconds for one fit"],
            [.. results.Select(result => (string[])[
                result.Name,
                $"{result.Accuracy:0.000} ({Range(GroupBootstrap.OfMean(result.MeanHits, ruler.Artists), "0.000")})",
                result == results[0] ? "" : Difference(ruler, result, results[0]),
                $"{result.Draws.Average(draw => draw.LogLoss):0.000}",
                $"{result.Draws.Average(draw => draw.CalibrationError):0.000}",
                $"{result.SecondsPerFit:0.0}"])]);
        yield return new BenchmarkTable(
            "From one list to the other",
            ["recipe", "training → validation: accuracy", "log loss", "calibration error", "validation → training: accuracy", "log loss",
                "calibration error", "mean of both accuracies"],
            [.. results.Select(result =>
            {
                var (validation, training) = (
                    result.AcrossLists.Where(track => ruler.List[track] != TrainingList),
                        result.AcrossLists.Where(track => ruler.List[track] == TrainingList));
                return (string[])[
                    result.Name, .. Three(validation), .. Three(training),
                        $"{(validation.Hits.Average() + training.Hits.Average()) / 2:0.000}"];
            })]);
        yield return new BenchmarkTable(
            "Cross-validation: accuracy by genre",
            ["recipe", .. ruler.Genres],
            [.. results.Select(result => (string[])[
                result.Name,
                .. ruler.Genres.Select(
                    (_, genre) => $"{result.MeanHits.Where((_, track) => ruler.Actual[track] == genre).Average():0.00}")])]);
    }

    private static string[] Three(Answers answers) =>
        [$"{answers.Hits.Average():0.000}", $"{answers.LogLoss:0.000}", $"{answers.CalibrationError:0.000}"];

    private static string Difference(Ruler ruler, RecipeFigures one, RecipeFigures other)
    {
        double[] differences = [.. one.MeanHits.Zip(other.MeanHits, (hit, before) => hit - before)];
        return $"{differences.Average():+0.000;-0.000} ({Range(GroupBootstrap.OfMean(differences, ruler.Artists), "+0.000;-0.000")})";
    }

    private static string Range(Interval interval, string format) =>
        $"{interval.Low.ToString(format, CultureInfo.InvariantCulture)} to {interval.High.ToString(format, CultureInfo.InvariantCulture)}";

    /// <summary>How a recipe does on the ruler.</summary>
    private sealed record RecipeFigures(string Name, IReadOnlyList<Answers> Draws, Answers AcrossLists, double SecondsPerFit)
    {
        /// <summary>For each track the share of draws in which it was told right.</summary>
        public double[] MeanHits { get; } = Draws.Select(draw => draw.Hits)
            .Aggregate((sums, hits) => [.. sums.Zip(hits, (sum, hit) => sum + hit)]).Select(sum => sum / Draws.Count).ToArray();

        public double Accuracy => MeanHits.Average();

        public static RecipeFigures Measure(Ruler ruler, Recipe recipe, int draws)
        {
            // The first model of all computes the vectors, which the others find.
            var across = ruler.AcrossLists(recipe);
            var clock = Stopwatch.StartNew();
            List<Answers> answers = [.. Enumerable.Range(1, draws).Select(draw => ruler.CrossValidate(recipe, draw))];
            return new RecipeFigures(recipe.Name, answers, across, clock.Elapsed.TotalSeconds / (draws * ruler.Folds));
        }
    }
}
