using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary>The options of a training.</summary>
internal sealed record TrainOptions
{
    /// <summary>Number of parts that <see cref="Groups"/> are combined into.</summary>
    public const int CalibrationParts = 10;

    /// <summary>The name or file of a recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The training tracks.</summary>
    public required DataSource Train { get; init; }

    /// <summary>The validation tracks, if given.</summary>
    public DataSource? Validation { get; init; }

    /// <summary>The share of tracks to hold out if there are no validation tracks; <see langword="null"/> for the default.</summary>
    public double? HoldOut { get; init; }

    /// <summary>Number of epochs; <see langword="null"/> for the recipe's.</summary>
    public int? Epochs { get; init; }

    /// <summary>The seed; <see langword="null"/> for the recipe's.</summary>
    public int? Seed { get; init; }

    /// <summary>The file of initial weights; <see langword="null"/> for the recipe's.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Whether to resume from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The excerpt of each track to use.</summary>
    public ExcerptKind Excerpt { get; init; }

    /// <summary>How to use the machine.</summary>
    public required TrainingOptions Machine { get; init; }

    /// <summary>The file of settings to search.</summary>
    public string? Grid { get; init; }

    /// <summary>Number of folds of the search.</summary>
    public int Folds { get; init; } = TrainingPlan.DefaultFolds;

    /// <summary>Whether to calibrate each part of the tracks on the others.</summary>
    public bool CrossCalibrate { get; init; }

    /// <summary>A file with groups that are not split between parts; without it, each spectrogram file is a part.</summary>
    public string? Groups { get; init; }

    /// <exception cref="UsageException">A number is out of range, an excerpt is requested without audio, or the file of settings does not
    /// exist.</exception>
    public void Check()
    {
        if (Epochs is < 1)
        {
            throw new UsageException("--epochs must be at least 1.");
        }

        if (Excerpt != ExcerptKind.Whole && (Train.Data is null || Validation is { Data: null }))
        {
            throw new UsageException("--excerpt needs audio: use --data, not --spectrograms.");
        }

        if (Train is { Data: not null, Timing: not null })
        {
            throw new UsageException("--hop-length is for --spectrograms; that of audio is the recipe's.");
        }

        if (Grid is not null && Excerpt == ExcerptKind.Votes)
        {
            throw new UsageException("--grid cannot be combined with --excerpt votes.");
        }

        if (Folds < 2)
        {
            throw new UsageException("--folds must be at least 2.");
        }

        if (CrossCalibrate && (Train.Spectrograms.Count < 2 || Validation is not null || HoldOut is not 0))
        {
            throw new UsageException("--cross-calibrate needs several files of --spectrograms, --hold-out 0, and no validation tracks.");
        }

        if (Groups is not null && !CrossCalibrate)
        {
            throw new UsageException("--groups needs --cross-calibrate.");
        }

        if (HoldOut is not (null or (>= 0 and < 1)))
        {
            throw new UsageException("--hold-out must be at least 0 and below 1.");
        }
    }

    /// <summary>Reads the settings to search; <see langword="null"/> for none.</summary>
    /// <exception cref="UsageException">The file does not exist.</exception>
    public string? GridJson() => Grid is null ? null : File.Exists(Grid) ? File.ReadAllText(Grid)
        : throw new UsageException($"There is no file '{Grid}'.");

    /// <summary>Converts the options to a plan for a local training.</summary>
    /// <param name="models">The repository, which also holds checkpoints.</param>
    public TrainingPlan ToPlan(ModelRepository models) => new()
    {
        Model = Model,
        Recipe = Adjust(RecipeCatalog.Find(Recipe)),
        Tracks = (features, copies, genres, progress, cancellation) =>
            Train.Read(features, copies, genres, Excerpt, progress, cancellation),
        Validation = Validation is { } validation ? (features, copies, genres, progress, cancellation) =>
            validation.Read(features, copies, genres, Excerpt, progress, cancellation) : null,
        HoldOut = HoldOut,
        Grid = GridJson() is { } grid ? ParameterGrid.FromJson(grid, Grid!) : null,
        Folds = Folds,
        Parts = CrossCalibrate ? CalibrationTracks : null,
        Groups = GroupedParts.GroupsIn(Groups),
        Machine = Machine with { CheckpointFolder = models.CheckpointFolder(Model), Resume = Resume },
    };

    /// <summary>The names of the parts of a cross-calibration.</summary>
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
