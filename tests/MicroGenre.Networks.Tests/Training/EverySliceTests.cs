using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;

namespace MicroGenre.Networks.Tests.Training;

[Collection(nameof(TorchTests))]
public sealed class EverySliceTests
{
    public EverySliceTests() => NetworkKinds.Register();

    [Fact]
    public void An_epoch_has_a_step_for_every_slice_of_every_track()
    {
        var recipe = Recipes.SmallNetwork(epochs: 1);
        recipe = recipe with
        {
            Input = recipe.Input with { CropFrames = 10 },
            Training = recipe.Training with { BatchSize = 1, EverySlice = true },
        };
        var tracks = new TrackSet(["low", "high"],
            [new("long", 0, Noise(30)), new("odd", 1, Noise(31)), new("short", 1, Noise(4))]);

        Assert.Equal(3 + 4 + 1, Steps(recipe, tracks));
        Assert.Equal(3, Steps(recipe with { Training = recipe.Training with { EverySlice = false } }, tracks));
    }

    [Fact]
    public void Slices_without_a_length_are_refused() => Assert.Contains("training.everySlice needs input.cropSeconds",
        Assert.Throws<InvalidRecipeException>(() => Recipe.FromJson("""
            { "name": "a", "classifier": { "kind": "cnn2d" }, "training": { "everySlice": true } }
            """)).Message);

    private static int Steps(Recipe recipe, TrackSet tracks)
    {
        var steps = 0;
        TrainingRun.Run(recipe, tracks, progress: new Told<TrainingProgress>(progress => steps = progress.Steps)).Dispose();
        return steps;
    }

    private static FeatureMatrix Noise(int frames)
    {
        var random = new SeededRandom(frames);
        return new FeatureMatrix(Examples.Bands, frames,
            [.. Enumerable.Range(0, Examples.Bands * frames).Select(_ => (float)(-40 + (10 * random.NextNormal())))]);
    }
}
