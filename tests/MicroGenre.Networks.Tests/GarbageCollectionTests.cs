using TorchSharp;

namespace MicroGenre.Networks.Tests;

/// <summary>Programs with TorchSharp collect garbage while they stand still; see build/TorchSharp.targets.</summary>
[Collection(nameof(TorchTests))]
public class GarbageCollectionTests
{
    private const int Rounds = 6000;
    private const int Additions = 50;
    private const int LargeArray = 1 << 20;

    [Fact]
    public void Numbers_reach_libtorch_whole_while_garbage_is_collected()
    {
        using var sum = torch.zeros([1], torch.ScalarType.Int64);
        for (var round = 0; round < Rounds; round++)
        {
            GC.KeepAlive(GC.AllocateUninitializedArray<float>(LargeArray));
            sum.zero_();
            for (var i = 0; i < Additions; i++)
            {
                sum.add_(7);
            }

            Assert.Equal(7 * Additions, sum.item<long>());
        }
    }
}
