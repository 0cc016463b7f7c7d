using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Suites;

/// <summary>The progress of a suite.</summary>
/// <param name="Row">The row that is being trained.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Fraction">The share of the suite that is done, 0 to 1.</param>
public sealed record SuiteProgress(string Row, int Seed, double Fraction);

/// <summary>
/// Runs suites. Each run is saved in a file named after everything it depends on, so that a repeated or interrupted suite computes only
/// what is missing; networks resume from their last epoch. Rows with the same recipe share its runs, even across suites.
/// </summary>
/// <example><code>
/// var suite = Suite.Find("classic-table2");
/// var outcome = SuiteRunner.Run(suite, SuiteData.Open("gtzan"), "results", new SuiteBudget { Seeds = 1 });
/// new SuiteFiles("results").Write(SuiteReport.Of(suite, outcome));
/// </code></example>
public static class SuiteRunner
{
    private const int BatchSize = 16;
    private const string SharedName = "shared";

    // What a run takes whose largest part another run has trained.
    private const double ShareOfHead = 0.02;

    /// <summary>Runs the missing parts of a suite.</summary>
    /// <param name="suite">The suite to run.</param>
    /// <param name="data">The data to run it on.</param>
    /// <param name="folder">The folder of saved runs.</param>
    /// <param name="budget">Limits how much to run. Saved runs count as well: a run with more epochs replaces one with fewer.</param>
    /// <param name="machine">The device, precision and threads of trainings. Saved runs count whatever theirs were.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellationToken">Cancels after the current step. Finished runs stay saved.</param>
    /// <exception cref="ArgumentException">The budget does not fit the suite.</exception>
    /// <exception cref="DataSetException">No row can be run on the data; the message is that of the first row.</exception>
    public static SuiteOutcome Run(
        Suite suite, SuiteData data, string folder, SuiteBudget? budget = null, TrainingOptions? machine = null,
            IProgress<SuiteProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        budget ??= SuiteBudget.Whole;
        var chosen = Choose(suite, data, budget);
        Directory.CreateDirectory(folder);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (done, (row, seed, protocol)) in chosen.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new SuiteProgress(row.Name, seed, (double)done / chosen.Count));
            var steps = new Steps(step => progress?.Report(new SuiteProgress(row.Name, seed, (done + step) / chosen.Count)));
            try
            {
                Ensure(suite, row, seed, data, protocol, folder, budget, machine ?? new TrainingOptions(), steps, cancellationToken);
            }
            catch (DataSetException exception)
            {
                reasons.TryAdd(row.Name, exception.Message);
            }
        }

        // Other rows of the suite may still need the parts, whatever the budget.
        if (Directory.Exists(Path.Combine(folder, SharedName)) && Plan(suite, data, folder).Runs.Count == 0)
        {
            Directory.Delete(Path.Combine(folder, SharedName), recursive: true);
        }

        return Read(suite, data, folder, reasons);
    }

    /// <summary>Reads the saved results of a suite, and runs nothing.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="data">The data that it was run on.</param>
    /// <param name="folder">The folder of saved runs.</param>
    /// <exception cref="DataSetException">The data cannot serve the suite.</exception>
    public static SuiteOutcome Read(Suite suite, SuiteData data, string folder)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(data);
        return Read(suite, data, folder, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static SuiteOutcome Read(Suite suite, SuiteData data, string folder, Dictionary<string, string> reasons)
    {
        var results = suite.Rows
            .SelectMany(row => data.ProtocolsOf(suite, row)
                .SelectMany(protocol => Kept(suite, row, data, protocol, folder, reasons))).ToList();
        return results.Count > 0 || reasons.Count == 0
            ? new SuiteOutcome(
                results,
                    [.. suite.Rows.Where(row => results.All(result => result.Row != row.Name))
                        .Select(row => new MissingRow(row.Name, reasons.GetValueOrDefault(row.Name, "not run yet")))])
            : throw new DataSetException(reasons.Values.First());
    }

    /// <summary>Says which runs <see cref="Run"/> would compute, and about how long they take. Rows that the data cannot serve are left
    /// out.</summary>
    /// <inheritdoc cref="Run" path="/param"/>
    /// <exception cref="ArgumentException">The budget does not fit the suite.</exception>
    public static SuitePlan Plan(Suite suite, SuiteData data, string folder, SuiteBudget? budget = null)
    {
        budget ??= SuiteBudget.Whole;
        var timings = new RunTimings(!Directory.Exists(folder) ? []
            : Directory.EnumerateFiles(folder, "*.json").Select(SuiteRun.TryRead).OfType<SuiteRun>());
        var (missing, kept) = (new Dictionary<string, PlannedRun>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (row, seed, protocol) in Choose(suite, data, budget))
        {
            var recipe = row.Recipe with { Seed = seed };
            try
            {
                var parts = data.Divide(suite, row, recipe, protocol);
                var files = new RunFiles(recipe, parts, folder);
                var limit = LimitOf(recipe, budget);
                if (Directory.Exists(folder) && files.Has(limit))
                {
                    kept.Add(files[limit]);
                }
                else
                {
                    var seconds = timings.SecondsOf(recipe, limit, parts[0].Train.Tracks.Count) * parts.Count;
                    if (!missing.ContainsKey(files[limit]) && recipe.SharedPart is { } part)
                    {
                        seconds *= shared.Add($"{part} {seed} {parts[0].Train.Fingerprint}") ? 1 : ShareOfHead;
                    }

                    missing.TryAdd(files[limit], new PlannedRun(row.Name, seed, protocol, seconds));
                }
            }
            catch (DataSetException)
            {
                // Run tells the reason.
            }
        }

        return new SuitePlan([.. missing.Values], kept.Count);
    }

    // The limit of epochs, where it changes the recipe.
    private static int? LimitOf(Recipe recipe, SuiteBudget budget) =>
        budget.Cut(recipe).ToJson() == recipe.ToJson() ? null : budget.Epochs;

    private static IReadOnlyList<(SuiteRow Row, int Seed, SuiteProtocol Protocol)> Choose(
        Suite suite, SuiteData data, SuiteBudget budget) =>
        [.. budget.Choose(suite).SelectMany(run => data.ProtocolsOf(suite, run.Row)
            .Where(protocol => budget.Protocols?.Contains(protocol) ?? true)
            .Select(protocol => (run.Row, run.Seed, protocol)))];

    /// <summary>The saved results of a row by a protocol; of runs with different limits of epochs, the longest.</summary>
    private static IEnumerable<SuiteResult> Kept(
        Suite suite, SuiteRow row, SuiteData data, SuiteProtocol protocol, string folder, Dictionary<string, string> reasons)
    {
        List<(SuiteRun Run, double Unlearnt)> runs = [];
        foreach (var recipe in suite.Seeds.Select(seed => row.Recipe with { Seed = seed }))
        {
            try
            {
                var parts = data.Divide(suite, row, recipe, protocol);
                runs.AddRange(new RunFiles(recipe, parts, folder).All().Select(run => (run, Unlearnt(parts))));
            }
            catch (DataSetException exception)
            {
                reasons.TryAdd(row.Name, exception.Message);
                yield break;
            }
        }

        foreach (var (run, unlearnt) in runs.GroupBy(kept => kept.Run.MostEpochs ?? int.MaxValue)
            .OrderByDescending(length => length.Key).Take(1).SelectMany(length => length))
        {
            yield return SuiteResult.Of(row, run, protocol) with { Unlearnt = unlearnt };
        }
    }

    // Of few artists, one may have all the tracks of a genre.
    private static double Unlearnt(IReadOnlyList<SuiteParts> parts) =>
        (double)parts.Sum(part =>
        {
            var learnt = part.Train.Tracks.Select(track => part.Train.Genres[track.Genre]).ToHashSet(StringComparer.Ordinal);
            return part.Test.Tracks.Count(track => !learnt.Contains(part.Test.Genres[track.Genre]));
        }) / parts.Sum(part => part.Test.Tracks.Count);

    private static void Ensure(
        Suite suite, SuiteRow row, int seed, SuiteData data, SuiteProtocol protocol, string folder, SuiteBudget budget,
            TrainingOptions machine, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var recipe = row.Recipe with { Seed = seed };
        if (recipe.Training.InitialWeights is { } weights && !File.Exists(weights))
        {
            throw new DataSetException($"the initial weights of '{recipe.Name}' are missing: there is no file '{weights}'");
        }

        var parts = data.Divide(suite, row, recipe, protocol);
        var files = new RunFiles(recipe, parts, folder);
        var cut = budget.Cut(recipe);
        var limit = LimitOf(recipe, budget);
        if (!files.Has(limit))
        {
            // What is interrupted or shared goes on in its own precision only.
            var precision = machine.Precision.ToString();
            var options = machine with { Resume = true, SharedFolder = Path.Combine(folder, SharedName, precision) };
            var checkpoint = Path.ChangeExtension(files[limit], $".{precision}.checkpoint");
            Train(recipe, cut, limit, parts, options, checkpoint, suite.EpochsOf(recipe), progress, cancellation)
                .Save(files[limit]);
        }
    }

    // With several parts, which are folds, one run after the other; their answers are put together.
    private static SuiteRun Train(
        Recipe recipe, Recipe cut, int? limit, IReadOnlyList<SuiteParts> parts, TrainingOptions options, string checkpoint,
            IReadOnlyCollection<int> watched, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var runs = new List<SuiteRun>();
        foreach (var part in parts)
        {
            runs.Add(Train(recipe, cut, limit, part, options, checkpoint, watched, progress, cancellation));
        }

        return parts.Count == 1 ? runs[0] : runs[0] with
        {
            Folds = parts.Count,
            TrainAccuracy = runs.Average(run => run.TrainAccuracy),
            Answers = runs[0].Answers with { Tracks = [.. runs.SelectMany(run => run.Answers.Tracks)] },
            Seconds = runs.Sum(run => run.Seconds),
        };
    }

    private static SuiteRun Train(
        Recipe recipe, Recipe cut, int? limit, SuiteParts parts, TrainingOptions options, string checkpoint,
            IReadOnlyCollection<int> watched, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        using var clock = new RunClock(checkpoint);
        options = options with
        {
            CheckpointFolder = checkpoint,
            Watched = new WatchedTracks(parts.Test) { AtEpochs = watched },
        };
        using var model = TrainingRun.Run(cut, parts.Train, parts.Validation, options, progress, cancellation);
        var answers = new List<Answer>();
        foreach (var batch in parts.Test.Tracks.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            answers.AddRange(
                batch.Zip(model.Classify([.. batch.Select(track => track.Features)]), (track, row) =>
                    new Answer(track.Name, track.Genre, row)));
        }

        if (Directory.Exists(checkpoint))
        {
            Directory.Delete(checkpoint, recursive: true);
        }

        return new SuiteRun
        {
            Recipe = SuiteRun.Describe(recipe),
            InitialWeights = RunFiles.WeightsOf(recipe),
            Seed = recipe.Seed,
            Found = recipe.Search is null ? null : SuiteRun.Describe(model.Recipe).GetProperty("classifier"),
            RecipeEpochs = model.History.Count == 0 ? 0 : recipe.Training.Epochs,
            MostEpochs = limit,
            Precision = model.History.Count == 0 ? default : options.Precision,
            Split = parts.Split,
            Train = DataSummary.Of(parts.Train),
            Validation = parts.Validation is null ? null : DataSummary.Of(parts.Validation),
            Test = DataSummary.Of(parts.Test),
            TrainAccuracy = model.Metrics["trainAccuracy"],
            Answers = new Answers(model.Labels, answers),
            History = model.History,
            Seconds = clock.Seconds + SecondsOfSharedPart(recipe, parts.Train, options, clock.Seconds),
        };
    }

    // The run that trains a part tells the others how long it took; its own learner is fast beside that.
    private static double SecondsOfSharedPart(Recipe recipe, TrackSet train, TrainingOptions options, double own)
    {
        if (recipe.SharedPart is not { } part || options.SharedFolder is not { } folder)
        {
            return 0;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{part} {recipe.Seed} {train.Fingerprint}"));
        var file = Path.Combine(folder, $"{Convert.ToHexStringLower(hash)[..16]}.seconds");
        if (File.Exists(file))
        {
            return double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        }

        WholeFile.Write(file, own.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private sealed class Steps(Action<double> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value.Fraction);
    }

    /// <summary>
    /// The files of a recipe's runs on the same tracks with one seed: one without a limit, and one for each limit of epochs.
    /// </summary>
    private sealed class RunFiles
    {
        private const string LimitMark = ".epochs-";
        private readonly Recipe _recipe;
        private readonly SuiteParts _parts;
        private readonly int? _folds;
        private readonly string? _weights;
        private readonly int _longest;
        private readonly string _folder;
        private readonly string _stem;

        /// <summary>Files of runs on one set of parts, or on the folds of a cross-validation, which the first one identifies.</summary>
        public RunFiles(Recipe recipe, IReadOnlyList<SuiteParts> folds, string folder)
        {
            var parts = folds[0];
            (_recipe, _parts, _folder, _weights) = (recipe, parts, folder, WeightsOf(recipe));
            _folds = folds.Count > 1 ? folds.Count : null;
            _longest = parts.Named().SelectMany(part => part.Tracks.Tracks).Max(track => track.Features.Frames);
            var text = string.Join(
                '\n', recipe.ToJson(), _weights, parts.Train.Fingerprint, parts.Validation?.Fingerprint, parts.Test.Fingerprint)
                + (_folds is null ? "" : $"\n{_folds} folds");
            _stem = $"{recipe.Name}-{recipe.Seed}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
        }

        public string this[int? limit] => Path.Combine(_folder, $"{_stem}{(limit is null ? "" : $"{LimitMark}{limit}")}.json");

        public static string? WeightsOf(Recipe recipe) =>
            recipe.Training.InitialWeights is { } file && File.Exists(file)
                ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : null;

        public bool Has(int? limit) => All().Any(run => run.MostEpochs is null || run.MostEpochs >= limit);

        public IEnumerable<SuiteRun> All() =>
            !Directory.Exists(_folder) ? []
            : Directory.EnumerateFiles(_folder, $"{_recipe.Name}-{_recipe.Seed}-*.json").Order(StringComparer.Ordinal)
            .Select(SuiteRun.TryRead).OfType<SuiteRun>().Where(IsThis)
            .DistinctBy(run => run.MostEpochs);

        private bool IsThis(SuiteRun run) =>
            (run.Train.Fingerprint, run.Validation?.Fingerprint, run.Test.Fingerprint, run.InitialWeights)
            == (_parts.Train.Fingerprint, _parts.Validation?.Fingerprint, _parts.Test.Fingerprint, _weights) && run.Folds == _folds
            && run.IsOf(_recipe, _parts.Train.Timing, _longest);
    }
}
