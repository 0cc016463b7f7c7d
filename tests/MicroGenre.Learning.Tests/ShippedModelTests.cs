using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests;

public class ShippedModelTests
{
    private const long MostBytes = 8 * 1000 * 1000;
    private static readonly ModelRepository Models = new(Testing.Repository.PathOf("models"));

    [Fact]
    public void It_loads_from_a_clone_and_knows_the_ten_genres()
    {
        using var model = Models.Load("gtzan");
        Assert.Equal(["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"], model.Card.Labels);
        Assert.Equal(1, model.Classify(new FeatureMatrix(model.Card.Recipe.Features.Rows, 387)).Sum(), 5);
    }

    [Fact]
    public void Its_weights_are_small()
    {
        using var model = Models.Load("gtzan");
        var weights = new FileInfo(Path.Combine(Models.FolderOf("gtzan", model.Card.Version), "weights.safetensors"));
        Assert.InRange(weights.Length, 1, MostBytes);
    }
}
