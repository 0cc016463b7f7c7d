using System.Text.Json;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

/// <summary>
/// On real music: means and deviations of 20 MFCC of the shared spectrograms, trained on one list and measured on the other.
/// </summary>
public class ClassicalRealDataTests
{
    private const double TwoPoints = 0.02;
    private static readonly Lazy<(TrackSet Train, TrackSet Valid)> Lists =
        new(() => (GtzanSpectrograms.Read("train"), GtzanSpectrograms.Read("valid")));
    private static readonly JsonElement Frozen =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Frozen", "sklearn-gtzan.json"))).RootElement;

    [SharedDataTheory]
    [InlineData("rbf-svm")]
    [InlineData("softmax-regression")]
    [InlineData("gaussian-naive-bayes")]
    [InlineData("nearest-neighbors")]
    [InlineData("linear-svm")]
    [InlineData("decision-tree")]
    [InlineData("random-forest")]
    [InlineData("multilayer-perceptron")]
    public void Accuracy_is_scikit_learns_within_two_points(string kind)
    {
        var recipe = new Recipe
        {
            Name = kind,
            Features = new LogMelSettings(),
            Input = new InputSettings { Cepstrum = new CepstrumSettings { Coefficients = 20 } },
            Classifier = new ClassifierSettings(kind),
        };
        using var model = TrainingRun.Run(recipe, Lists.Value.Train, Lists.Value.Valid);
        var range = Frozen.GetProperty(kind).EnumerateArray().Select(item => item.GetDouble()).ToArray();
        Assert.InRange(model.Metrics["validationAccuracy"], range[0] - TwoPoints, range[1] + TwoPoints);
    }

    // The two directions that the recipe was chosen by.
    [SharedDataFact]
    public void The_recipe_of_the_model_that_ships_carries_over_to_artists_that_were_not_heard()
    {
        var recipe = RecipeCatalog.Find("textures-and-modulations");
        using var forward = TrainingRun.Run(recipe, Lists.Value.Train, Lists.Value.Valid);
        using var backward = TrainingRun.Run(recipe, Lists.Value.Valid, Lists.Value.Train);
        Assert.InRange((forward.Metrics["validationAccuracy"] + backward.Metrics["validationAccuracy"]) / 2, 0.71, 1);
    }
}
