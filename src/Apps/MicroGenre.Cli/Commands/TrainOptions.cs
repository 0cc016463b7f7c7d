using MicroGenre.Learning;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary>What the user wants trained.</summary>
internal sealed record TrainOptions(
    string Recipe, string Model, DataSource Train, DataSource? Validation, double HoldOut, int? Epochs, int? Seed, string? InitialWeights,
    bool Resume, bool Json, ExcerptKind Excerpt, TrainingOptions Machine, string? Grid, int Folds, bool CrossCalibrate)
{
    /// <exception cref="UsageException">A number is out of range, or an excerpt is wanted of what is no audio.</exception>
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

        if (HoldOut is not (>= 0 and < 1))
        {
            throw new UsageException("--hold-out must be at least 0 and below 1.");
        }
    }

    /// <summary>The recipe with what the user wants otherwise.</summary>
    public Recipe Adjust(Recipe recipe)
    {
        recipe = Epochs is { } epochs ? recipe.WithEpochs(epochs) : recipe;
        return recipe with
        {
            Seed = Seed ?? recipe.Seed,
            Training = recipe.Training with { InitialWeights = InitialWeights ?? recipe.Training.InitialWeights },
        };
    }
}
