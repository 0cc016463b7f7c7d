using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>How far a suite is.</summary>
/// <param name="Row">The row that is trained.</param>
/// <param name="Seed">With which seed.</param>
/// <param name="Fraction">Share of the suite that is done, 0 to 1.</param>
public sealed record SuiteProgress(string Row, int Seed, double Fraction);

/// <summary>
/// Runs suites. A result is kept in a file named by everything it depends on, so that a suite that is run again, or was interrupted, only computes
/// what is missing; networks go on from their last epoch.
/// </summary>
public static class SuiteRunner
{
    private const int HardTracks = 10;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs what is missing of a suite.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="data">What to run it on.</param>
    /// <param name="folder">Where results are kept.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops after the current step; what is done stays done.</param>
    /// <returns>All results, rows in their order and the seeds of each in theirs.</returns>
    public static IReadOnlyList<SuiteResult> Run(
        Suite suite, SuiteData data, string folder, IProgress<SuiteProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        var results = new List<SuiteResult>();
        var runs = suite.Rows.SelectMany(row => suite.Seeds.Select(seed => (Row: row, Seed: seed))).ToList();
        foreach (var (done, (row, seed)) in runs.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new SuiteProgress(row.Name, seed, (double)done / runs.Count));
            var recipe = row.Recipe with { Seed = seed };
            var parts = data.Divide(suite, recipe);
            var file = Path.Combine(folder, $"{suite.Name}-{KeyOf(recipe, parts)}.json");
            var steps = new Steps(step => progress?.Report(new SuiteProgress(row.Name, seed, (done + step) / runs.Count)));
            results.Add(TryRead(file) ?? Keep(file, Measure(suite, row, recipe, parts, Path.ChangeExtension(file, ".checkpoint"), steps, cancellationToken)));
        }

        return results;
    }

    private static SuiteResult Measure(
        Suite suite, SuiteRow row, Recipe recipe, SuiteParts parts, string checkpoint, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var options = new TrainingOptions { CheckpointFolder = checkpoint, Resume = true };
        using var model = TrainingRun.Run(recipe, parts.Train, parts.Validation, options, progress, cancellation);
        var probabilities = Classify(model, parts.Test, cancellation);
        var actual = parts.Test.Tracks.Select(track => track.Genre).ToArray();
        return new SuiteResult
        {
            Suite = suite.Name,
            Row = row.Name,
            Seed = recipe.Seed,
            Split = parts.Split,
            Train = DataSummary.Of(parts.Train),
            Test = DataSummary.Of(parts.Test),
            TrainAccuracy = model.Metrics["trainAccuracy"],
            Report = EvaluationReport.Of(model.Labels, actual, probabilities),
            History = model.History,
            Hardest = Hardest(parts.Test, probabilities),
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    private static float[] Classify(TrainedModel model, TrackSet tracks, CancellationToken cancellation)
    {
        var probabilities = new List<float>(tracks.Tracks.Count * model.Labels.Count);
        foreach (var batch in tracks.Tracks.Chunk(16))
        {
            cancellation.ThrowIfCancellationRequested();
            probabilities.AddRange(model.Classify([.. batch.Select(track => track.Features)]).SelectMany(row => row));
        }

        return [.. probabilities];
    }

    private static HardTrack[] Hardest(TrackSet tracks, float[] probabilities)
    {
        var classes = tracks.Genres.Count;
        var predicted = ProbabilityMetrics.Predict(probabilities, classes);
        return
        [
            .. tracks.Tracks
                .Select((track, i) => new HardTrack(track.Name, tracks.Genres[track.Genre], tracks.Genres[predicted[i]], probabilities[(i * classes) + track.Genre]))
                .OrderBy(track => track.Probability).ThenBy(track => track.Track, StringComparer.Ordinal)
                .Take(HardTracks),
        ];
    }

    // Everything that a result depends on: the recipe with its seed, and the tracks of each part.
    private static string KeyOf(Recipe recipe, SuiteParts parts)
    {
        var text = string.Join('\n', recipe.ToJson(), parts.Train.Fingerprint, parts.Validation?.Fingerprint, parts.Test.Fingerprint);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private static SuiteResult? TryRead(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SuiteResult>(File.ReadAllText(file), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SuiteResult Keep(string file, SuiteResult result)
    {
        var temporary = file + ".saving";
        File.WriteAllText(temporary, JsonSerializer.Serialize(result, Json) + "\n");
        File.Move(temporary, file, overwrite: true);
        return result;
    }

    private sealed class Steps(Action<double> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value.Fraction);
    }
}
