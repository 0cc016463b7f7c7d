using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Pipelines;

/// <summary>Reads labelled tracks.</summary>
/// <param name="features">The features to compute, if the tracks are audio.</param>
/// <param name="copies">The features of copies to learn from (<see cref="Recipe.CopiesToLearnFrom"/>); none for tracks that are only
/// measured.</param>
/// <param name="genres">The allowed genres, in order; <see langword="null"/> for those that occur.</param>
/// <param name="progress">Receives a report after each audio track.</param>
/// <param name="cancellationToken">Cancels between tracks.</param>
public delegate LoadedTracks TrackLoader(
    FeatureSettings features, IReadOnlyList<FeatureSettings> copies, IReadOnlyList<string>? genres, IProgress<TrackProgress> progress,
    CancellationToken cancellationToken);

/// <summary>Describes a training: the model, its data and how to train it.</summary>
public sealed record TrainingPlan
{
    /// <summary>The default share of each genre's tracks that is held out.</summary>
    public const double DefaultHoldOut = 0.2;

    /// <summary>The default number of folds of a grid search.</summary>
    public const int DefaultFolds = 5;

    /// <summary>The name of the model in the repository.</summary>
    public required string Model { get; init; }

    /// <summary>The recipe to train.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Loads the training tracks.</summary>
    public required TrackLoader Tracks { get; init; }

    /// <summary>Loads the validation tracks; <see langword="null"/> to hold some training tracks out.</summary>
    public TrackLoader? Validation { get; init; }

    /// <summary>
    /// Without <see cref="Validation"/>, the share of each genre's tracks to hold out, from 0 to below 1. <see langword="null"/> for the
    /// parts <c>train</c> and <c>valid</c> of the split that the authors of the data published, or else <see cref="DefaultHoldOut"/>.
    /// </summary>
    public double? HoldOut { get; init; }

    /// <summary>Settings of the recipe to search first by cross-validation; <see langword="null"/> for no search.</summary>
    public ParameterGrid? Grid { get; init; }

    /// <summary>Number of folds for <see cref="Grid"/>.</summary>
    public int Folds { get; init; } = DefaultFolds;

    /// <summary>
    /// Loads the tracks in at least two parts for cross-calibration; <see langword="null"/> to calibrate on the validation tracks.
    /// </summary>
    public Func<IReadOnlyList<TrackSet>>? Parts { get; init; }

    /// <summary>
    /// The group of each track in <see cref="Parts"/>, such as its artist, by the track's name. Each group has the same weight in the
    /// calibration. <see langword="null"/> if each track is its own group.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Groups { get; init; }

    /// <summary>How to use the machine, and the checkpoint folder.</summary>
    public TrainingOptions Machine { get; init; } = new();
}
