using MicroGenre.Learning;

namespace MicroGenre.Networks.Tests;

public sealed class EpochLimitTests
{
    [Fact]
    public void No_recipe_that_comes_along_trains_longer_than_its_limit() => Assert.All(RecipeCatalog.All, recipe =>
    {
        var cut = recipe.WithEpochsAtMost(2);
        Assert.InRange(cut.Training.Epochs, 1, 2);
        Assert.DoesNotContain(EpochsIn(cut), epochs => epochs > 2);
        Assert.Equal(cut.ToJson(), Recipe.FromJson(cut.ToJson()).ToJson());
    });

    [Fact]
    public void Every_part_of_CALM_and_every_node_of_a_tree_is_limited_and_nothing_else_changes()
    {
        Assert.Equal([3, 3, 3], EpochsIn(RecipeCatalog.Find("calm").WithEpochsAtMost(3)));
        Assert.Equal([3, 3, 3, 3, 3, 3, 3, 3], EpochsIn(RecipeCatalog.Find("lstm-tree").WithEpochsAtMost(3)));
        var lstm = RecipeCatalog.Find("lstm");
        Assert.Equal(lstm.ToJson(), lstm.WithEpochsAtMost(1000).ToJson());
        Assert.Throws<ArgumentOutOfRangeException>(() => lstm.WithEpochsAtMost(0));
    }

    [Fact]
    public void Other_epochs_are_a_recipes_own_and_a_limit_to_its_parts()
    {
        Assert.Equal(300, RecipeCatalog.Find("lstm").WithEpochs(300).Training.Epochs);
        Assert.Equal([3, 3, 3], EpochsIn(RecipeCatalog.Find("calm").WithEpochs(3)));
        var ensemble = RecipeCatalog.Find("resnet34-ensemble");
        Assert.All(EpochsIn(ensemble.WithEpochs(3)), epochs => Assert.Equal(3, epochs));
        Assert.Contains(12, EpochsIn(ensemble.WithEpochs(100)));
        Assert.Equal(100, ensemble.WithEpochs(100).Training.Epochs);
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.WithEpochs(0));
    }

    private static IEnumerable<int> EpochsIn(Recipe recipe)
    {
        using var document = System.Text.Json.JsonDocument.Parse(recipe.ToJson());
        return [.. Below(document.RootElement)];

        static IEnumerable<int> Below(System.Text.Json.JsonElement element) => element.ValueKind switch
        {
            System.Text.Json.JsonValueKind.Object => element.EnumerateObject()
                .SelectMany(property => property.Name == "epochs" ? [property.Value.GetInt32()] : Below(property.Value)),
            System.Text.Json.JsonValueKind.Array => element.EnumerateArray().SelectMany(Below),
            _ => [],
        };
    }
}
