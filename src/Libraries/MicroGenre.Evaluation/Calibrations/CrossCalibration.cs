using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Calibrations;

/// <summary>
/// A calibration for a model that is trained on all available tracks, so that none are left to fit it. Each part of the tracks is
/// classified by a model trained on the other parts, and the calibration is fitted to all these answers. The final model has more training
/// tracks, so it may be slightly better than its probabilities say.
/// </summary>
/// <param name="Calibration">Fitted on all parts, but for tracks of genres that no other part has: a model of the others cannot tell them.
/// Each group of tracks counts the same.
/// </param>
/// <param name="Familiarity">How far from the training tracks music may be, by all parts; its refused share counts each part by bounds
/// that the others chose. <see langword="null"/> for fewer than <see cref="Learning.Familiarity.LeastTracks"/> tracks, or a recipe whose
/// models know no distance.
/// </param>
/// <param name="Confusion">How all these tracks were taken: the nearest there is to a test of the final model.</param>
/// <param name="Reliability">How often answers are right that are so sure, each part calibrated by the others.</param>
/// <param name="Conformal">Which sets of genres hold what they promise, by the answers about all these tracks, calibrated.</param>
/// <param name="Parts">What a calibration fitted on the other parts does for each part.</param>
public sealed record CrossCalibration(
    Calibration Calibration, Familiarity? Familiarity, ConfusionMatrix Confusion, IReadOnlyList<ReliabilityBin> Reliability,
        ConformalSets Conformal, IReadOnlyList<CalibratedPart> Parts)
{
    /// <summary>Trains a model for each part and fits the calibration.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="parts">At least two sets of tracks, of the same genres.</param>
    /// <param name="groups">The group of each track, by its name, such as its artist; each track is one of its own unless told.</param>
    /// <param name="kept">A calibration to keep; it is fitted unless told.</param>
    /// <param name="options">How to use the machine. No checkpoints are kept.</param>
    /// <param name="progress">Told the part, counted from 0, and where its run stands.</param>
    /// <param name="cancellationToken">Stops after the current step.</param>
    /// <exception cref="ArgumentException">Fewer than two parts, or tracks that fit neither the recipe nor each other.</exception>
    public static CrossCalibration Fit(
        Recipe recipe,
        IReadOnlyList<TrackSet> parts,
        IReadOnlyDictionary<string, string>? groups = null,
        Calibration? kept = null,
        TrainingOptions? options = null,
        Action<int, TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (parts.Count < 2)
        {
            throw new ArgumentException($"Cross-calibration needs at least two parts of tracks, not {parts.Count}.", nameof(parts));
        }

        options = (options ?? new TrainingOptions()).ForSeveralRuns();
        var lengths = Familiarity.LengthsFor(Join(parts).MedianFrames);
        var answers = parts.Select((part, i) =>
        {
            using var model = TrainingRun.Run(
                recipe, Join(Others(parts, i)), null, options, new Reporter(run => progress?.Invoke(i, run)), cancellationToken);
            return new Answers(
                part,
                Join(Others(parts, i)).Tracks.Select(track => track.Genre).ToHashSet(),
                groups,
                [.. part.Tracks.Chunk(16).SelectMany(batch => model.Classify([.. batch.Select(track => track.Features)]))],
                model.Measure(part, lengths, cancellationToken));
        }).ToList();
        var calibration = kept ?? Answers.Fit(answers);
        return new CrossCalibration(
            calibration,
            Answers.FitFamiliarity(answers) is { } familiarity
                ? familiarity with { Refused = ShareRefused(answers) ?? familiarity.Refused } : null,
            Answers.Confuse(answers),
            ReliabilityBin.Of(
                [.. answers.SelectMany(part => part.Actual)],
                [.. answers.SelectMany((part, i) => part.Probabilities.Select(Answers.Fit(Others(answers, i)).Apply))]),
            ConformalSets.Fit(
                [.. answers.SelectMany(part => part.Actual)],
                [.. answers.SelectMany(part => part.Probabilities).Select(calibration.Apply)]),
            [.. answers.Select((part, i) => part.CalibratedBy(Answers.Fit(Others(answers, i))))]);
    }

    private static double? ShareRefused(IReadOnlyList<Answers> answers)
    {
        var refused = answers.Select(
            (part, i) => Answers.FitFamiliarity(Others(answers, i))?.ShareRefused(part.Distances) * part.Tracks.Tracks.Count).ToList();
        return refused.Sum(count => count ?? double.NaN) is var sum && double.IsFinite(sum)
            ? sum / answers.Sum(part => part.Tracks.Tracks.Count) : null;
    }

    private static IEnumerable<T> Others<T>(IReadOnlyList<T> all, int one) => all.Where((_, i) => i != one);

    private static TrackSet Join(IEnumerable<TrackSet> sets) => sets.Aggregate((all, next) => all.Concat(next));

    private sealed record Answers(
        TrackSet Tracks,
        IReadOnlySet<int> LearntGenres,
        IReadOnlyDictionary<string, string>? Groups,
        IReadOnlyList<float[]> Probabilities,
        IReadOnlyList<LengthDistances> Distances)
    {
        public int[] Actual => [.. Tracks.Tracks.Select(track => track.Genre)];

        private int[] Predicted => [.. Probabilities.Select(row => row.AsSpan().IndexOf(row.Max()))];

        public static Calibration Fit(IEnumerable<Answers> parts)
        {
            var all = parts.SelectMany(part => part.Tracks.Tracks.Select((track, i) => (
                track.Genre,
                Row: part.Probabilities[i],
                Group: part.Groups?[track.Name],
                IsLearnt: part.LearntGenres.Contains(track.Genre)))).ToList();
            var told = all.Where(answer => answer.IsLearnt).ToList() is { Count: > 0 } some ? some : all;
            var sizes = told.Select(answer => answer.Group).OfType<string>().CountBy(group => group).ToDictionary(StringComparer.Ordinal);
            return Calibration.Fit(
                [.. told.Select(answer => answer.Genre)],
                [.. told.Select(answer => answer.Row)],
                [.. told.Select(answer => answer.Group is null ? 1 : 1.0 / sizes[answer.Group])]);
        }

        public static Familiarity? FitFamiliarity(IEnumerable<Answers> parts) =>
            Familiarity.Fit(LengthDistances.Join(parts.Select(part => part.Distances)));

        public static ConfusionMatrix Confuse(IReadOnlyList<Answers> parts) => ConfusionMatrix.Of(
            [.. parts.SelectMany(part => part.Actual)], [.. parts.SelectMany(part => part.Predicted)], parts[0].Tracks.Genres.Count);

        public CalibratedPart CalibratedBy(Calibration calibration)
        {
            IReadOnlyList<float[]> calibrated = [.. Probabilities.Select(calibration.Apply)];
            var wrong = Actual.Zip(Predicted, (genre, taken) => taken != genre).ToList();
            var uncertain = calibrated.Select(row => calibration.IsUncertain(row)).ToList();
            return new CalibratedPart(
                Tracks.Tracks.Count,
                calibration.Temperature,
                ErrorOf(Probabilities),
                ErrorOf(calibrated),
                ShareOf(uncertain.Where((_, i) => wrong[i])),
                ShareOf(uncertain.Where((_, i) => !wrong[i])));
        }

        private double ErrorOf(IReadOnlyList<float[]> probabilities) =>
            ProbabilityMetrics.CalibrationError(Actual, [.. probabilities.SelectMany(row => row)], Tracks.Genres.Count);

        private static double ShareOf(IEnumerable<bool> values) =>
            values.Select(value => value ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    }

    private sealed class Reporter(Action<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value);
    }
}

/// <summary>The calibration of one part of the tracks by the others.</summary>
/// <param name="Tracks">Number of tracks in the part.</param>
/// <param name="Temperature">The temperature fitted to the other parts.</param>
/// <param name="ErrorBefore">The expected calibration error of the model's own probabilities.</param>
/// <param name="ErrorAfter">The expected calibration error of the calibrated probabilities.</param>
/// <param name="UncertainOfWrong">The share of wrong answers that are uncertain, 0 to 1.</param>
/// <param name="UncertainOfRight">The share of right answers that are uncertain, 0 to 1.</param>
public sealed record CalibratedPart(
    int Tracks, double Temperature, double ErrorBefore, double ErrorAfter, double UncertainOfWrong, double UncertainOfRight);
