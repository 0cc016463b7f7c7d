using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

/// <summary>Not beside other tests, which draw from the process's own generator too.</summary>
[CollectionDefinition(nameof(RandomTests), DisableParallelization = true)]
[Collection(nameof(RandomTests))]
public class RandomTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        using var own = new Generator(17);
        var first = randn([20], generator: own).data<float>().ToArray();
        using var again = new Generator(17);
        Assert.Equal(first, randn([20], generator: again).data<float>());
        using var other = new Generator(18);
        Assert.NotEqual(first, randn([20], generator: other).data<float>());
        Assert.Equal(17, own.initial_seed());
    }

    [Fact]
    public void A_generators_state_can_be_put_back()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        rand(7, generator: generator);
        var state = generator.get_state();
        var first = rand(5, generator: generator).data<float>().ToArray();
        generator.set_state(state);
        Assert.Equal(first, rand(5, generator: generator).data<float>());
    }

    [Fact]
    public void Dropout_and_initial_weights_follow_the_process_wide_seed()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));

        static float[] Draw(long seed)
        {
            manual_seed(seed);
            var state = get_rng_state();
            using var layer = nn.Linear(4, 2);
            var drawn = nn.functional.dropout(ones(8)).data<float>().Concat(layer.weight.data<float>()).ToArray();
            set_rng_state(state);
            using var same = nn.Linear(4, 2);
            Assert.Equal(layer.weight.data<float>(), same.weight.data<float>());
            return drawn;
        }
    }
}
