using System.Globalization;
using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Extractors;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Mir;

/// <summary>
/// Recipes, and those of saved models, on fixed splits without a common artist, beside each other and under conditions that recordings come
/// in, with what a track costs, as one page. A recipe of other features than the spectrograms of the lists, such as an extractor's, is
/// measured on the clips alone, of which there is audio.
/// </summary>
internal static class MirBenchmark
{
    // The division that every run has.
    private const int Draw = 1;
    private const int Folds = 5;

    // The shipped recipe's features are the spectrograms of the lists.
    private const string ListRecipe = "textures-and-modulations";

    // What a condition may cost without being named in a model's card, in points.
    private const double Tolerated = 5;

    public static int Run(string[] args)
    {
        OnnxExtractors.Register();
        var options = Options.Read(args, "--recipes", "--models", "--card", "--threads", "--docs");
        var models = new ModelRepository(options["--models"] ?? Repository.PathOf("models"));
        var card = options["--card"];
        var names = options["--recipes"] ?? card ?? "textures-and-modulations,blocks-and-covariances";
        var threads = options.Number("--threads", 1);
        var lists = new Lazy<Ruler>(() => new Ruler(Folds, threads));
        var clips = Clip.ReadAll();
        List<Result> results =
        [
            .. names.Split(',').Select(name =>
            {
                var recipe = RecipeOf(models, name);
                var isOfLists = recipe.Features == RecipeCatalog.Find(ListRecipe).Features;
                return Result.Measure(name, isOfLists ? lists.Value : RulerOf(clips, recipe, threads), isOfLists, recipe, clips);
            }),
        ];
        if (card is not null)
        {
            var known = CardOf(models, card);
            models.Replace(known with { Limits = LimitsOf(results.Single(result => result.Name == card)) });
        }

        var tables = Tables(results, clips.Count).ToList();
        tables.ForEach(table => Console.WriteLine(table.ToMarkdown()));
        if (options["--docs"] is { } page)
        {
            MeasuredSection.Replace(page, "mir", tables);
        }

        return 0;
    }

    // A model has heard the tracks that it would be asked about: its recipe is measured in its place.
    private static Recipe RecipeOf(ModelRepository models, string name) =>
        models.List().Any(card => card.Name == name.Split('/')[0]) ? CardOf(models, name).Recipe : RecipeCatalog.Find(name);

    private static ModelCard CardOf(ModelRepository models, string name)
    {
        using var model = name.Split('/') is [var plain, var version]
            ? models.Load(plain, int.Parse(version, CultureInfo.InvariantCulture)) : models.Load(name);
        return model.Card;
    }

    private static Ruler RulerOf(IReadOnlyList<Clip> clips, Recipe recipe, int threads)
    {
        string[] genres = [.. clips.Select(clip => clip.Genre).Distinct().Order(StringComparer.Ordinal)];
        return new Ruler(
            new TrackSet(genres, [.. clips.Select(clip => new LabelledTrack(
                clip.Track, Array.IndexOf(genres, clip.Genre), Heard(clip.Samples, recipe)))]),
            Folds, threads);
    }

    private static FeatureMatrix Heard(float[] samples, Recipe recipe) => Feature.Compute(
        recipe.Features.SampleRate == AudioFile.DefaultSampleRate ? samples
            : Resampler.Resample(samples, AudioFile.DefaultSampleRate, recipe.Features.SampleRate),
        recipe.Features);

    private static string[] LimitsOf(Result result) =>
    [
        .. Condition.All.Zip(result.Clips, (condition, accuracy) => (condition.Name, Points: 100 * (result.Clips[0] - accuracy)))
            .Where(condition => condition.Points > Tolerated)
            .Select(condition => string.Create(
                CultureInfo.InvariantCulture,
                $"{char.ToUpperInvariant(condition.Name[0])}{condition.Name[1..]}: {condition.Points:0} points less accurate.")),
    ];

    private static IEnumerable<BenchmarkTable> Tables(List<Result> results, int clips)
    {
        string[] columns =
        [
            "recipe", "tracks", "accuracy", "log loss", "calibration error",
            $"only right / only wrong beside {results[0].Name} (McNemar)",
        ];
        yield return new BenchmarkTable(
            $"{Folds} folds of tracks without a common artist, intervals of 95 % over artists",
            columns,
            [.. results.Select(result => Row(result, result.Folds, results[0].Folds))]);
        if (results.Exists(result => result.Lists is not null))
        {
            yield return new BenchmarkTable(
                "From each list to the other",
                columns,
                [.. results.Where(result => result.Lists is not null).Select(result => Row(result, result.Lists!, results[0].Lists))]);
        }

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

    private static string[] Row(Result result, Answers answers, Answers? first) =>
    [
        result.Name, $"{answers.Actual.Count}", Accuracy(result.Artists, answers.Hits), .. Sureness(answers),
        first is null || first == answers || first.Actual.Count != answers.Actual.Count ? "" : Beside(answers, first),
    ];

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
    private sealed record Clip(string Track, string Genre, float[] Samples)
    {
        public static IReadOnlyList<Clip> ReadAll() =>
        [
            .. Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new Clip(
                    Path.GetFileNameWithoutExtension(file), Path.GetFileName(Path.GetDirectoryName(file))!,
                    AudioFile.Read(file, AudioFile.DefaultSampleRate).Samples)),
        ];
    }

    /// <summary>How a recipe does.</summary>
    private sealed record Result(
        string Name, IReadOnlyList<string> Artists, Answers Folds, Answers? Lists, double[] Clips, double FeatureMilliseconds,
        double AnswerMilliseconds)
    {
        public static Result Measure(string name, Ruler ruler, bool hasLists, Recipe recipe, IReadOnlyList<Clip> clips)
        {
            var (folds, lists) = (ruler.CrossValidate(recipe, Draw), hasLists ? ruler.AcrossLists(recipe) : null);
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
                        var heard = features.Time(() => Heard(samples, recipe));
                        var answer = answers.Time(() => models[pair.Second.Fold].Classify([heard])[0]);
                        return answer.AsSpan().IndexOf(answer.Max()) == pair.Second.Genre ? 1.0 : 0;
                    })),
                ];
                return new Result(name, ruler.Artists, folds, lists, accuracies, features.MeanMilliseconds, answers.MeanMilliseconds);
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
