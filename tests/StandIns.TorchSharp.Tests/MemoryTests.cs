using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

/// <summary>Measures the whole process's memory, so nothing else may run beside it.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public class MemoryTests
{
    [Theory]
    [InlineData(1, 8192)]
    [InlineData(32, 1448)]
    public void A_module_that_is_disposed_gives_its_memory_back_and_that_of_its_steps(int layers, int side)
    {
        var weights = (long)layers * side * side * sizeof(float);
        var before = Environment.WorkingSet;
        var network = nn.Sequential(Enumerable.Range(0, layers).Select(_ => nn.Linear(side, side)));
        using (var scope = NewDisposeScope())
        {
            network.call(ones(64, side)).sum().backward();
        }

        Assert.True(Environment.WorkingSet - before > 2 * weights, "The weights and their gradients are there.");

        network.Dispose();

        Assert.True(Environment.WorkingSet - before < weights / 2, $"{(Environment.WorkingSet - before) >> 20} MiB are held yet.");
    }
}
