using System.Globalization;
using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Benchmarks.Calm;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Mir;

/// <summary>
/// Recipes on fixed splits without a common artist, beside each other and under conditions that recordings come in, with what a track
/// costs, as one page.
/// </summary>
internal static class MirBenchmark
{
    // The division that every run has.
    private const int Draw = 1;
    private const int Folds = 5;

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--recipes", "--threads", "--docs");
        var names = options.GetValueOrDefault("--recipes") ?? "textures-and-modulations,blocks-and-covariances";
        var threads = options.TryGetValue("--threads", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
        var ruler = new Ruler(Folds, threads);
        var clips = Clip.ReadAll();
        List<Result> results = [.. names.Split(',').Select(name => Result.Measure(ruler, RecipeCatalog.Find(name), clips))];
        var text = string.Join('\n', Tables(ruler, results, clips.Count).Select(table => table.ToMarkdown()));
        Console.WriteLine(text);
        if (options.TryGetValue("--docs", out var file))
        {
            File.WriteAllText(file, text);
        }

        return 0;
    }

    private static IEnumerable<BenchmarkTable> Tables(Ruler ruler, List<Result> results, int clips)
    {
        yield return new BenchmarkTable(
            $"{Folds} folds of {ruler.Actual.Count} tracks without a common artist, intervals of 95 % over artists",
            ["recipe", "accuracy", "log loss", "calibration error", $"only right / only wrong beside {results[0].Name} (McNemar)"],
            [.. results.Select(result => (string[])[result.Name, Accuracy(ruler.Artists, result.Folds.Hits), .. Sureness(result.Folds),
                result == results[0] ? "" : Beside(result.Folds, results[0].Folds)])]);
        yield return new BenchmarkTable(
            "From each list to the other",
            ["recipe", "accuracy", "log loss", "calibration error", $"only right / only wrong beside {results[0].Name} (McNemar)"],
            [.. results.Select(result => (string[])[result.Name, Accuracy(ruler.Artists, result.Lists.Hits), .. Sureness(result.Lists),
                result == results[0] ? "" : Beside(result.Lists, results[0].Lists)])]);
        yield return new BenchmarkTable(
            $"{clips} clips under conditions, each by the model of the folds without its artist: accuracy, and points less than as it is",
            ["condition", .. results.Select(result => result.Name)],
            [.. Condition.All.Select(
                (condition, i) => (string[])[condition.Name, .. results.Select(result => Robustness(result.Clips, i))])]);
        yield return new BenchmarkTable(
            "Processor time of a 30 s track, one core",
            ["recipe", "features, ms", "answer, ms"],
            [.. results.Select(result => (string[])[result.Name, $"{result.FeatureMilliseconds:0}", $"{result.AnswerMilliseconds:0}"])]);
    }

    private static string Accuracy(IReadOnlyList<string> artists, double[] hits)
    {
        var interval = GroupBootstrap.OfMean(hits, artists);
        return $"{hits.Average():0.000} ({interval.Low:0.000} to {interval.High:0.000})";
    }

    private static string[] Sureness(Answers answers) => [$"{answers.LogLoss:0.000}", $"{answers.CalibrationError:0.000}"];

    private static string Beside(Answers one, Answers other)
    {
        var pairs = one.Hits.Zip(other.Hits).ToList();
        var test = McNemar.Of(pairs.Count(pair => pair is { First: 1, Second: 0 }), pairs.Count(pair => pair is { First: 0, Second: 1 }));
        return $"{test.OnlyFirst} / {test.OnlySecond}, p = {test.PValue:0.000}";
    }

    private static string Robustness(double[] accuracies, int condition) =>
        $"{accuracies[condition]:0.000}"
        + (condition == 0 ? "" : $" ({100 * (accuracies[condition] - accuracies[0]):+0.0;−0.0;0.0})");

    /// <summary>A recording whose track is one of the ruler's.</summary>
    private sealed record Clip(string Track, float[] Samples)
    {
        public static IReadOnlyList<Clip> ReadAll() =>
        [
            .. Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new Clip(
                    Path.GetFileNameWithoutExtension(file), AudioFile.Read(file, AudioFile.DefaultSampleRate).Samples)),
        ];
    }

    /// <summary>How a recipe does.</summary>
    private sealed record Result(
        string Name, Answers Folds, Answers Lists, double[] Clips, double FeatureMilliseconds, double AnswerMilliseconds)
    {
        public static Result Measure(Ruler ruler, Recipe recipe, IReadOnlyList<Clip> clips)
        {
            var (folds, lists) = (ruler.CrossValidate(recipe, Draw), ruler.AcrossLists(recipe));
            var models = ruler.FoldModels(recipe, Draw);
            try
            {
                var places = clips.Select(clip => ruler.PlaceOf(clip.Track, Draw)).ToList();
                var (features, answers) = (new Stopwatch(), new Stopwatch());
                double[] accuracies =
                [
                    .. Condition.All.Select(condition => clips.Zip(places).Average(pair =>
                    {
                        var samples = condition.Change(pair.First.Samples);
                        var heard = features.Time(() => Feature.Compute(samples, recipe.Features));
                        var answer = answers.Time(() => models[pair.Second.Fold].Classify([heard])[0]);
                        return answer.AsSpan().IndexOf(answer.Max()) == pair.Second.Genre ? 1.0 : 0;
                    })),
                ];
                return new Result(recipe.Name, folds, lists, accuracies, features.MeanMilliseconds, answers.MeanMilliseconds);
            }
            finally
            {
                foreach (var model in models)
                {
                    model.Dispose();
                }
            }
        }
    }

    /// <summary>The processor time of what is done again and again, one after the other.</summary>
    private sealed class Stopwatch
    {
        private double _total;
        private int _count;

        public double MeanMilliseconds => _total / _count;

        public T Time<T>(Func<T> work)
        {
            var before = ProcessorTime.Milliseconds;
            var result = work();
            _total += ProcessorTime.Milliseconds - before;
            _count++;
            return result;
        }
    }
}
