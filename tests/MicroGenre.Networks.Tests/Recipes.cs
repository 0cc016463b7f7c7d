using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;

namespace MicroGenre.Networks.Tests;

/// <summary>Recipes small enough for a test.</summary>
internal static class Recipes
{
    public static Recipe SmallNetwork(int epochs = 4) => new()
    {
        Name = "small",
        Features = new LogMelSettings { MelBands = Examples.Bands },
        Input = new InputSettings { CropFrames = 24, PredictionFrames = 40 },
        Classifier = new ClassifierSettings("cnn2d", JsonSerializer.SerializeToElement(new { channels = new[] { 8, 8 } })),
        Training = new TrainingSettings
        {
            Epochs = epochs,
            BatchSize = 8,
            Optimizer = new OptimizerSettings { LearningRate = 0.01 },
        },
    };
}
