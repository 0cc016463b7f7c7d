using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary>What the user wants trained.</summary>
internal sealed record TrainOptions
{
    /// <summary>The parts that <see cref="Groups"/> are put together to.</summary>
    public const int CalibrationParts = 10;

    /// <summary>A recipe's name or file.</summary>
    public required string Recipe { get; init; }

    /// <summary>The name the model gets.</summary>
    public required string Model { get; init; }

    /// <summary>The tracks to learn from.</summary>
    public required DataSource Train { get; init; }

    /// <summary>The tracks to choose by, if they are named.</summary>
    public DataSource? Validation { get; init; }

    /// <summary>The share of the tracks to choose by, if they are not.</summary>
    public double HoldOut { get; init; } = TrainingPlan.DefaultHoldOut;

    /// <summary>Passes over the tracks, in place of the recipe's.</summary>
    public int? Epochs { get; init; }

    /// <summary>Where random choices start, in place of the recipe's.</summary>
    public int? Seed { get; init; }

    /// <summary>The weights to start from, in place of the recipe's.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>What of each track to take.</summary>
    public ExcerptKind Excerpt { get; init; }

    /// <summary>How to use the machine.</summary>
    public required TrainingOptions Machine { get; init; }

    /// <summary>The file of settings to try.</summary>
    public string? Grid { get; init; }

    /// <summary>The parts that the search divides the tracks into.</summary>
    public int Folds { get; init; } = TrainingPlan.DefaultFolds;

    /// <summary>Whether each part of the tracks is calibrated by the others.</summary>
    public bool CrossCalibrate { get; init; }

    /// <summary>The file whose groups stay whole in the parts; without one, each file of spectrograms is a part.</summary>
    public string? Groups { get; init; }

    /// <exception cref="UsageException">A number is out of range, an excerpt is wanted of what is no audio, or there is no file of
    /// settings.</exception>
    public void Check()
    {
        if (Epochs is < 1)
        {
            throw new UsageException("--epochs must be at least 1.");
        }

        if (Excerpt != ExcerptKind.Whole && (Train.Data is null || Validation is { Data: null }))
        {
            throw new UsageException("--excerpt takes parts of audio: name it by --data, not by --spectrograms.");
        }

        if (Grid is not null && Excerpt == ExcerptKind.Votes)
        {
            throw new UsageException("--grid tries settings on whole tracks or one part of each, not on --excerpt votes.");
        }

        if (Folds < 2)
        {
            throw new UsageException("--folds must be at least 2.");
        }

        if (CrossCalibrate && (Train.Spectrograms.Count < 2 || Validation is not null || HoldOut > 0))
        {
            throw new UsageException("--cross-calibrate needs several files of --spectrograms, --hold-out 0, and no validation tracks.");
        }

        if (Groups is not null && !CrossCalibrate)
        {
            throw new UsageException("--groups needs --cross-calibrate.");
        }

        if (HoldOut is not (>= 0 and < 1))
        {
            throw new UsageException("--hold-out must be at least 0 and below 1.");
        }
    }

    /// <summary>The settings to try, as their file has them; <see langword="null"/> for none.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public string? GridJson() => Grid is null ? null : File.Exists(Grid) ? File.ReadAllText(Grid)
        : throw new UsageException($"There is no file '{Grid}'.");

    /// <summary>What this program itself is to do.</summary>
    /// <param name="models">Where checkpoints are kept.</param>
    public TrainingPlan ToPlan(ModelRepository models) => new()
    {
        Model = Model,
        Recipe = Adjust(RecipeCatalog.Find(Recipe)),
        Tracks = (features, genres, progress, cancellation) => Train.Read(features, genres, Excerpt, progress, cancellation),
        Validation = Validation is { } validation ? (features, genres, progress, cancellation) =>
            validation.Read(features, genres, Excerpt, progress, cancellation) : null,
        HoldOut = HoldOut,
        Grid = GridJson() is { } grid ? ParameterGrid.FromJson(grid, Grid!) : null,
        Folds = Folds,
        Parts = CrossCalibrate ? CalibrationTracks : null,
        Groups = GroupedParts.GroupsIn(Groups),
        Machine = Machine with { CheckpointFolder = models.CheckpointFolder(Model), Resume = Resume },
    };

    /// <summary>What the parts of a calibration are called.</summary>
    public IReadOnlyList<string> PartNames =>
        Groups is null ? [.. Train.Spectrograms.Select(file => Path.GetFileName(file))]
            : [.. Enumerable.Range(1, CalibrationParts).Select(part => $"part {part}")];

    private IReadOnlyList<TrackSet> CalibrationTracks()
    {
        var files = Train.ReadSpectrograms(null);
        return Groups is null ? files
            : GroupedParts.Of(files.Aggregate((all, next) => all.Concat(next)), Groups, CalibrationParts, Seed ?? 1);
    }

    private Recipe Adjust(Recipe recipe)
    {
        recipe = Epochs is { } epochs ? recipe.WithEpochs(epochs) : recipe;
        return recipe with
        {
            Seed = Seed ?? recipe.Seed,
            Training = recipe.Training with { InitialWeights = InitialWeights ?? recipe.Training.InitialWeights },
        };
    }
}
