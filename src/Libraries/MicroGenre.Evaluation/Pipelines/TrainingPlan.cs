using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Pipelines;

/// <summary>Reads labelled tracks.</summary>
/// <param name="features">The features to compute where the tracks are audio.</param>
/// <param name="genres">The genres that tracks may be of, in their order; those that occur unless told.</param>
/// <param name="progress">Told after each track of audio.</param>
/// <param name="cancellationToken">Stops between tracks.</param>
public delegate LoadedTracks TrackLoader(
    FeatureSettings features, IReadOnlyList<string>? genres, IProgress<TrackProgress> progress, CancellationToken cancellationToken);

/// <summary>What is to be trained, of what, and how.</summary>
public sealed record TrainingPlan
{
    /// <summary>The share of each genre's tracks to choose by, unless told.</summary>
    public const double DefaultHoldOut = 0.2;

    /// <summary>The parts that a grid search divides the tracks into, unless told.</summary>
    public const int DefaultFolds = 5;

    /// <summary>The name that the model gets in the repository.</summary>
    public required string Model { get; init; }

    /// <summary>The recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Reads the tracks to learn from.</summary>
    public required TrackLoader Tracks { get; init; }

    /// <summary>Reads the tracks to choose by; <see langword="null"/> to hold some out.</summary>
    public TrackLoader? Validation { get; init; }

    /// <summary>Without <see cref="Validation"/>: the share of each genre's tracks to hold out, from 0 to below 1.</summary>
    public double HoldOut { get; init; } = DefaultHoldOut;

    /// <summary>Settings of the recipe to try by cross-validation first; the best are trained.</summary>
    public ParameterGrid? Grid { get; init; }

    /// <summary>The parts that <see cref="Grid"/> divides the tracks into, each left out once.</summary>
    public int Folds { get; init; } = DefaultFolds;

    /// <summary>
    /// Reads the tracks in parts, at least two, to calibrate by classifying each part with a model of the others; <see langword="null"/> to
    /// calibrate by the tracks to choose by.
    /// </summary>
    public Func<IReadOnlyList<TrackSet>>? Parts { get; init; }

    /// <summary>
    /// The group of each track of the <see cref="Parts"/>, by its name, such as its artist: each counts the same when calibrating.
    /// <see langword="null"/> where each track is one of its own.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Groups { get; init; }

    /// <summary>How to use the machine, and where checkpoints are.</summary>
    public TrainingOptions Machine { get; init; } = new();
}
