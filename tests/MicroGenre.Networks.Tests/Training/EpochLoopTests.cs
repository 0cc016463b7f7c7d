using System.Runtime.InteropServices;
using MicroGenre.Learning;
using MicroGenre.Networks.Training;
using TorchSharp;

namespace MicroGenre.Networks.Tests.Training;

[Collection(nameof(TorchTests))]
public class EpochLoopTests
{
    [Fact]
    public void A_failure_of_libtorch_names_the_epoch_and_leaves_the_native_stack_out()
    {
        using var network = torch.nn.Linear(1, 1);
        using var optimizer = Optimizers.Create(new OptimizerSettings(), network);
        var loop = new EpochLoop("training", epochs: 3);

        var failure = Assert.Throws<TrainingException>(() => loop.Run(network, optimizer, epoch =>
        {
            using var two = torch.zeros(2);
            using var more = torch.zeros(epoch == 0 ? 2 : 3);
            using var sum = two + more;
            return new EpochResult(1, 0.1, 1, 0.5, null, null);
        }));

        Assert.Equal(
            "libtorch failed in epoch 2: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
            failure.Message);
        Assert.IsType<ExternalException>(failure.InnerException);
    }
}
