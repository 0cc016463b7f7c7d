using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Extractors.Tests;

/// <summary>A recipe whose features a model from outside computes.</summary>
public sealed class RecipeWithExtractorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    static RecipeWithExtractorTests() => OnnxExtractors.Register();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_trained_on_such_features_and_classifies_by_them()
    {
        var recipe = RecipeOf(Extractor());
        var tracks = AudioLoader.Load(Music(), recipe.Features).Tracks;
        using var trained = TrainingRun.Run(recipe, tracks, tracks);
        Assert.Equal(1, trained.Metrics["validationAccuracy"]);

        var repository = new ModelRepository(_folder["models"]);
        repository.Save("m", trained);
        using var model = repository.Load("m");
        Assert.Equal(recipe.Features, model.Card.Recipe.Features);
        Assert.Equal(trained.Classify([tracks.Tracks[0].Features])[0], model.Classify(tracks.Tracks[0].Features));
    }

    [Fact]
    public void An_extractor_that_is_not_there_is_said_once_and_of_no_track()
    {
        var missing = Extractor() with { File = _folder["gone.onnx"] };

        var error = Assert.Throws<ExtractorException>(() => AudioLoader.Load(Music(), missing));

        Assert.Contains("gone.onnx", error.Message, StringComparison.Ordinal);
    }

    private OnnxSettings Extractor() => SmallModel.Write(_folder, ["batch", "samples"], SmallModel.MeanAndGreatest, values: 2);

    private static Recipe RecipeOf(FeatureSettings features) => Recipe.FromJson($$"""
        { "name": "outside", "features": {{features.CanonicalJson()}},
          "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } } }
        """);

    // Loud and soft tones of a second.
    private AudioDataSet Music()
    {
        foreach (var (genre, loudness) in ((string, float)[])[("loud", 0.9f), ("soft", 0.1f)])
        {
            for (var i = 0; i < 3; i++)
            {
                var file = _folder[$"music/{genre}/{i}.wav"];
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                var frequency = 200 + (50 * i);
                File.WriteAllBytes(file, Wav.Of(
                    [.. Enumerable.Range(0, SmallModel.Rate)
                        .Select(sample => loudness * MathF.Sin(2 * MathF.PI * frequency * sample / SmallModel.Rate))],
                    SmallModel.Rate));
            }
        }

        return DataSetKinds.Open(_folder["music"]);
    }
}
