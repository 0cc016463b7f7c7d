using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Pipelines;

/// <summary>Trains a model from labelled tracks: load, split, search, train, calibrate, save.</summary>
public static class TrainingPipeline
{
    /// <summary>The name of the metric for the cross-validation accuracy of the best settings of a grid.</summary>
    public const string GridAccuracy = "gridAccuracy";

    /// <summary>The name of the metric for the accuracy of cross-calibration: each part classified by a model of the others.</summary>
    public const string CrossAccuracy = "crossAccuracy";

    /// <summary>Trains a model and saves it as the next version.</summary>
    /// <param name="plan">The training to run.</param>
    /// <param name="models">The repository for the model.</param>
    /// <param name="observer">Receives events.</param>
    /// <param name="cancellationToken">Cancels after the current step; no model is saved.</param>
    /// <exception cref="DataSetException">No track can be read, or the data is not valid.</exception>
    /// <exception cref="ArgumentException">The tracks do not fit the recipe, the number of folds or each other.</exception>
    /// <exception cref="TrainingException">The training failed.</exception>
    /// <exception cref="IOException">The model cannot be written.</exception>
    /// <example><code>
    /// static ModelCard Train(TrackLoader load, ITrainingObserver observer) => TrainingPipeline.Run(
    ///     new TrainingPlan { Model = "mine", Recipe = RecipeCatalog.Find("textures-and-modulations"), Tracks = load },
    ///     new ModelRepository("models"),
    ///     observer);
    /// </code></example>
    public static ModelCard Run(
        TrainingPlan plan, ModelRepository models, ITrainingObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(observer);

        observer.Begin(TrainingStage.Reading);
        var tracks = Load(plan, observer, cancellationToken);
        observer.Load(tracks);

        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        var recipe = plan.Grid is { } grid ? Search(plan, grid, tracks.Train, metrics, observer, cancellationToken) : plan.Recipe;

        observer.Begin(TrainingStage.Training);
        using var trained = TrainingRun.Run(
            recipe, tracks.Train, tracks.Validation, plan.Machine, new Told<TrainingProgress>(observer.Train), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var crosswise = plan.Parts is { } parts ? Calibrate(plan, recipe, parts(), metrics, observer, cancellationToken) : null;
        return models.Save(
            plan.Model, trained, metrics, crosswise?.Calibration, crosswise?.Familiarity, crosswise?.Confusion.ToRows(),
            crosswise?.Reliability, crosswise?.Conformal);
    }

    private static HoldOut Load(TrainingPlan plan, ITrainingObserver observer, CancellationToken cancellationToken)
    {
        var recipe = plan.Recipe;
        var loaded = Read(plan.Tracks, recipe.CopiesToLearnFrom, null);
        var tracks = plan.Validation is { } validation
            ? new HoldOut(loaded.Tracks, Read(validation, [], loaded.Tracks.Genres).Tracks)
            : plan.HoldOut is null && loaded.Published() is { } published ? published
            : HoldOut.Of(loaded.Tracks, plan.HoldOut ?? TrainingPlan.DefaultHoldOut, recipe.Seed, loaded.Origins);
        return recipe.Genres is { } genres ? new HoldOut(recipe.Select(tracks.Train), tracks.Validation?.Only(genres)) : tracks;

        LoadedTracks Read(TrackLoader load, IReadOnlyList<FeatureSettings> copies, IReadOnlyList<string>? genres)
        {
            var read = load(recipe.Features, copies, genres, new Told<TrackProgress>(observer.Read), cancellationToken);
            observer.Skip(read.Skipped);
            return read;
        }
    }

    private static Recipe Search(
        TrainingPlan plan, ParameterGrid grid, TrackSet tracks, Dictionary<string, double> metrics, ITrainingObserver observer,
            CancellationToken cancellationToken)
    {
        observer.Begin(TrainingStage.Searching);
        var best = GridSearch.Run(
            plan.Recipe, grid, tracks, plan.Folds, options: WithoutCheckpoints(plan.Machine),
                progress: new Told<GridProgress>(observer.Search), cancellationToken: cancellationToken).Best;
        metrics[GridAccuracy] = best.Mean;
        return best.Candidate.Recipe;
    }

    private static CrossCalibration Calibrate(
        TrainingPlan plan, Recipe recipe, IReadOnlyList<TrackSet> parts, Dictionary<string, double> metrics, ITrainingObserver observer,
            CancellationToken cancellationToken)
    {
        observer.Begin(TrainingStage.Calibrating);
        var fitted = CrossCalibration.Fit(
            recipe, parts, plan.Groups, options: WithoutCheckpoints(plan.Machine),
            progress: (part, run) => observer.Calibrate(part, parts.Count, run),
            cancellationToken: cancellationToken);
        observer.Calibrate(fitted);
        metrics[CrossAccuracy] = fitted.Confusion.Accuracy;
        return fitted;
    }

    private static TrainingOptions WithoutCheckpoints(TrainingOptions machine) => machine with { CheckpointFolder = null, Resume = false };

    private sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
