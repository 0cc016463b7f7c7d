using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Networks.Tests;

/// <summary>The newest version of the shipped model is classical; earlier ones are networks.</summary>
public class ShippedModelTests
{
    private static readonly ModelRepository Models = new(Repository.PathOf("models"));

    [Fact]
    public void Every_version_of_it_can_be_loaded()
    {
        var cards = Models.List().Where(card => card.Name == "gtzan").ToList();
        Assert.NotEmpty(cards);
        foreach (var card in cards)
        {
            using var model = Models.Load(card.Name, card.Version);
            Assert.Equal(card.Version, model.Card.Version);
        }
    }
}
