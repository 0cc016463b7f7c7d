using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace StandIns.TorchSharp.Tests;

public class TrainingTests
{
    [Fact]
    public void A_small_convolutional_network_learns_separable_pictures()
    {
        manual_seed(7);
        using var network = new SmallCnn();
        using var optimizer = optim.Adam(network.parameters(), lr: 0.01);
        var (pictures, labels) = Pictures(64);
        using (pictures)
        using (labels)
        {
            for (var step = 0; step < 40; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = F.cross_entropy(network.call(pictures), labels);
                loss.backward();
                optimizer.step();
            }

            network.eval();
            using var inference = NewDisposeScope();
            using var guard = no_grad();
            var accuracy = network.call(pictures).argmax(1).eq(labels).to(float32).mean().item<float>();
            Assert.Equal(1f, accuracy);
        }
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        manual_seed(7);
        using var network = new SmallCnn();
        using var optimizer = optim.Adam(network.parameters());
        var (pictures, labels) = Pictures(8);
        using (pictures)
        using (labels)
        {
            long Step()
            {
                using (NewDisposeScope())
                {
                    optimizer.zero_grad();
                    F.cross_entropy(network.call(pictures), labels).backward();
                    optimizer.step();
                }

                return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            }

            var after = Step();
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal(after, Step());
            }
        }
    }

    // Class 1 is brighter on its right half.
    private static (Tensor Pictures, Tensor Labels) Pictures(long count)
    {
        using var scope = NewDisposeScope();
        var labels = arange(count, dtype: int64).remainder(2);
        var pictures = randn(count, 1, 12, 12) * 0.3;
        pictures[TensorIndex.Ellipsis, 6..].add_(labels.to(float32).view(count, 1, 1, 1));
        return (pictures.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private sealed class SmallCnn : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> features;
        private readonly nn.Module<Tensor, Tensor> classifier;

        public SmallCnn()
            : base(nameof(SmallCnn))
        {
            features = nn.Sequential(
                ("conv", nn.Conv2d(1, 4, 3, padding: 1)),
                ("norm", nn.BatchNorm2d(4)),
                ("relu", nn.ReLU()),
                ("pool", nn.MaxPool2d(2)),
                ("dropout", nn.Dropout(0.1)));
            classifier = nn.Linear(4 * 6 * 6, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => classifier.call(features.call(input).flatten(1));
    }
}
