using MicroGenre.Networks.Architectures;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Tests;

/// <summary>Networks that may use oneDNN get the same results as from libtorch's own kernels, whatever memory held before.</summary>
[Collection(nameof(TorchTests))]
public class ProcessorKernelsTests
{
    private const int Classes = 3;

    public static TheoryData<string> Whole => ["cnn2d", "calm-cnn", "lenet", "resnet34", "vgg16"];

    public static TheoryData<string> Others => ["narrow", "cnn1d", "lstm"];

    [Theory]
    [MemberData(nameof(Whole))]
    public void OneDnn_gives_the_gradients_of_libtorchs_own_kernels(string name)
    {
        ProcessorKernels.Choose();
        random.manual_seed(1);
        using var network = Create(name);
        Assert.True(ProcessorKernels.AllowOneDnn(network));
        network.eval();
        using var input = (rand(3, 128, 129) * 2) - 1;
        var expected = Gradients(network, input, oneDnn: false);
        for (var i = 0; i < 3; i++)
        {
            var found = Gradients(network, input, oneDnn: true);
            foreach (var (parameter, gradient) in expected)
            {
                var tolerance = (1e-3 * gradient.Max(Math.Abs)) + 1e-7;
                Assert.All(
                    gradient.Zip(found[parameter]), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Networks_with_other_numbers_of_channels_or_other_layers_may_not_use_it(string name)
    {
        using var network = Create(name);
        Assert.False(ProcessorKernels.AllowOneDnn(network));
    }

    [Fact]
    public async Task Those_who_want_other_kernels_wait_and_those_who_want_the_same_do_not()
    {
        ProcessorKernels.Choose();
        var first = ProcessorKernels.Use(oneDnn: true);
        ProcessorKernels.Use(oneDnn: true).Dispose();
        var other = Task.Run(() => ProcessorKernels.Use(oneDnn: false).Dispose());
        first.Dispose();
        first.Dispose();

        await other.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static nn.Module<Tensor, Tensor> Create(string name) => name switch
    {
        "cnn2d" => new Cnn2d(new Cnn2dSettings { Channels = [16, 32] }, Classes),
        "calm-cnn" => new CalmCnnClassifier(new CalmCnnSettings { Steps = 5 }, 128, Classes),
        "lenet" => new LeNet(new LeNetSettings(), Classes),
        "resnet34" => new ResNet34(new ResNet34Settings { Channels = [16, 32, 32, 64], Blocks = [1, 1, 1, 1] }, Classes),
        "vgg16" => new Vgg16(new Vgg16Settings { Channels = [16, 16, 32, 32, 32], Head = [16] }, Classes),
        "narrow" => new Cnn2d(new Cnn2dSettings { Channels = [2, 2] }, Classes),
        "cnn1d" => new Cnn1d(new Cnn1dSettings(), 30, Classes),
        _ => new LstmClassifier(new LstmSettings(), 13, Classes),
    };

    private static Dictionary<string, float[]> Gradients(nn.Module<Tensor, Tensor> network, Tensor input, bool oneDnn)
    {
        using var scope = NewDisposeScope();
        FillFreedMemory();
        network.zero_grad();
        using (ProcessorKernels.Use(oneDnn))
        {
            network.forward(input).pow(2).sum().backward();
        }

        return network.named_parameters().Where(parameter => parameter.parameter.grad is not null)
            .ToDictionary(
                parameter => parameter.name, parameter => parameter.parameter.grad!.data<float>().ToArray(), StringComparer.Ordinal);
    }

    // Blocks of many sizes that hold NaN when they are handed out again.
    private static void FillFreedMemory()
    {
        var blocks = Enumerable.Range(6, 15).SelectMany(bits => Enumerable.Repeat(1L << bits, 4))
            .Select(size => full([size], double.NaN, dtype: float32)).ToList();
        blocks.ForEach(block => block.Dispose());
    }
}
