using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

/// <summary>Measures the whole process's memory, so nothing else may run beside it.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public class MemoryTests
{
    private const int Side = 8192;
    private const long Weights = (long)Side * Side * sizeof(float);

    [Fact]
    public void A_module_that_is_disposed_gives_its_memory_back_and_that_of_its_steps()
    {
        var before = Environment.WorkingSet;
        var layer = nn.Linear(Side, Side);
        using (var scope = NewDisposeScope())
        {
            layer.call(ones(1024, Side)).sum().backward();
        }

        Assert.True(Environment.WorkingSet - before > 2 * Weights, "The weights and their gradients are there.");

        layer.Dispose();

        Assert.True(Environment.WorkingSet - before < Weights / 2, $"{(Environment.WorkingSet - before) >> 20} MiB are held yet.");
    }
}
