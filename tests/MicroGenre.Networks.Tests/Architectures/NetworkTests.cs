using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Weights;
using MicroGenre.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Tests.Architectures;

/// <summary>Every network computes what the same PyTorch program computes, forward and backward; see make.py.</summary>
[Collection(nameof(TorchTests))]
public class NetworkTests
{
    private static readonly Dictionary<string, Dictionary<string, FrozenArray>> Cases =
        FrozenArray.Read(typeof(NetworkTests).Assembly, "MicroGenre.Networks.Tests.Architectures.pytorch.json");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_equals_its_PyTorch_program(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Build(name).to(float64);
        Fill(network);
        var frozen = Cases[name];
        var shape = frozen["input"].Shape;
        var input = Wave(shape.Aggregate(1L, (product, length) => product * length), 0.3, 0.11).view(shape);

        var output = network.call(input);
        AssertEqual(frozen["output"], output, "output");
        var loss = Loss(name, output, input);
        (network is IAuxiliaryLoss auxiliary ? loss + auxiliary.AuxiliaryLoss : loss).backward();
        Assert.Equal(
            frozen.Keys.Except(["input", "output"], StringComparer.Ordinal).Order(StringComparer.Ordinal),
            network.named_parameters().Select(found => found.name).Order(StringComparer.Ordinal));
        foreach (var (parameterName, parameter) in network.named_parameters())
        {
            AssertEqual(frozen[parameterName], parameter.grad!, "gradient of " + parameterName);
        }
    }

    [Fact]
    public void An_LSTM_over_means_and_variances_reads_them_as_a_sequence_of_single_numbers()
    {
        using var scope = NewDisposeScope();
        var settings = new DeepFeatureLstmSettings { Units = 4 };
        using var overFrames = new DeepFeatureLstm(settings, rows: 1, classes: 3).to(float64);
        using var overStatistics =
            new DeepFeatureLstm(settings with { Sequence = SequenceKind.MeanVariance }, rows: 2, classes: 3).to(float64);
        Fill(overFrames);
        Fill(overStatistics);

        // Rows 1, 3, 8 and 2, 2, 5: the means are 4 and 3, the variances 26/3 and 2.
        var features = overStatistics.Features(tensor([1.0, 3, 8, 2, 2, 5], [1, 2, 3]));

        Assert.True(features.allclose(overFrames.Features(tensor([4, 3, 26.0 / 3, 2], [1, 1, 4]))));
    }

    [Fact]
    public void Full_sizes_have_as_many_weights_as_the_published_networks()
    {
        using var scope = NewDisposeScope();
        using var resnet = new ResNet34(new ResNet34Settings(), classes: 1000);
        using var vgg = new Vgg16(new Vgg16Settings(), classes: 10);
        Assert.Equal(21_797_672, resnet.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(
            14_714_688,
            vgg.named_parameters().Where(found => found.name.StartsWith("features.", StringComparison.Ordinal))
                .Sum(found => found.parameter.numel()));
    }

    [Fact]
    public void The_papers_pools_leave_six_steps_of_a_track_and_the_others_fifteen()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var paper = new CalmCnn(new CalmCnnSettings { Maps = 2 }, rows: 128);
        using var fifteen = new CalmCnn(new CalmCnnSettings { Maps = 2, Pools = CalmCnnSettings.FifteenStepPools }, rows: 128);
        var track = zeros(1, 128, 647);
        Assert.Equal([1, 6, 2], paper.call(track).shape);
        Assert.Equal([1, 15, 2], fifteen.call(track).shape);
    }

    [Theory]
    [InlineData(647)]
    [InlineData(387)]
    [InlineData(1300)]
    [InlineData(40)]
    public void A_number_of_steps_holds_for_tracks_of_any_length_and_hop(int frames)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = new CalmCnn(new CalmCnnSettings { Maps = 2, Steps = 15 }, rows: 128);

        Assert.Equal([3, 15, 2], network.call(rand(3, 128, frames)).shape);
        Assert.Throws<InvalidRecipeException>(() => new CalmCnn(new CalmCnnSettings { Steps = 0 }, rows: 128));
    }

    [Fact]
    public void VGG16_sees_every_spectrogram_at_the_size_that_was_asked_for()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        int[] channels = [2, 2, 2, 2, 2];
        using var sized = new Vgg16(new Vgg16Settings { Channels = channels, Head = [4], Size = [32, 48] }, 3);
        using var plain = new Vgg16(new Vgg16Settings { Channels = channels, Head = [4] }, 3);
        plain.load_state_dict(sized.state_dict());
        sized.eval();
        plain.eval();
        var small = rand(1, 32, 48);

        Assert.True(sized.call(small).allclose(plain.call(small), atol: 1e-6));
        Assert.Equal([1, 3], sized.call(rand(1, 16, 20)).shape);
        Assert.Throws<InvalidRecipeException>(() => new Vgg16(new Vgg16Settings { Size = [16, 48] }, 3));
    }

    [Fact]
    public void A_skip_of_one_step_is_a_plain_gru()
    {
        using var scope = NewDisposeScope();
        using var skip = new SkipGru(3, 4, skip: 1);
        using var plain = new LastStateGru(3, 4);
        plain.load_state_dict(skip.state_dict().ToDictionary(
            pair => $"layer.{pair.Key["cell.".Length..]}_l0", pair => pair.Value, StringComparer.Ordinal));
        var input = randn(2, 6, 3);
        Assert.True(plain.call(input).allclose(skip.call(input), atol: 1e-6));
    }

    [Fact]
    public void A_picture_is_black_where_the_spectrogram_is_silent_and_has_low_bands_at_the_bottom()
    {
        using var scope = NewDisposeScope();
        var spectrogram = full([1, 4, 6], -1.0);
        spectrogram[0, 0].fill_(1);
        var picture = PictureInput.Draw(spectrogram);
        Assert.Equal([1, 3, PictureInput.Height, PictureInput.Width], picture.shape);
        Assert.True(picture[0, TensorIndex.Colon, 0, 0].max().item<float>() < 0.03);
        Assert.True(picture[0, TensorIndex.Colon, -1, 0].min().item<float>() > 0.7);
    }

    [Fact]
    public void Frozen_parameters_take_no_part_in_training()
    {
        using var network = new ResNet34(
            new ResNet34Settings { Channels = [2, 2, 2, 2], Blocks = [1, 1, 1, 1], Freeze = ["conv1", "layer1"] }, classes: 3);
        Assert.All(
            network.named_parameters(),
            found => Assert.Equal(
                !found.name.StartsWith("conv1", StringComparison.Ordinal) && !found.name.StartsWith("layer1", StringComparison.Ordinal),
                found.parameter.requires_grad));
        Assert.Throws<InvalidRecipeException>(() => new Vgg16(new Vgg16Settings { Channels = [1, 1, 1, 1, 1], Freeze = ["layer9"] }, 2));
    }

    [SharedDataFact]
    public void Published_ResNet34_weights_fit_by_name_but_for_the_output_layer()
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet34(new ResNet34Settings(), classes: 10);
        var weights = Safetensors.Read(SharedData.PathOf("data", "pretrained", "resnet34-tiny-imagenet.safetensors"));
        var kept = PretrainedWeights.Import(network, weights);
        Assert.Equal(["fc.bias", "fc.weight"], kept.Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
        Assert.Equal(weights["conv1.weight"].ToSingle(), network.get_parameter("conv1.weight")!.data<float>().ToArray());
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        using var network = new FeedForward(4, [3], 2);
        Assert.Throws<InvalidDataException>(() => PretrainedWeights.Import(
            network, new Dictionary<string, TensorData>(StringComparer.Ordinal) { ["other"] = new([1f], 1) }));
    }

    [Fact]
    public void Settings_that_fit_no_network_are_refused()
    {
        Assert.Throws<InvalidRecipeException>(() => new SkipGru(2, 2, skip: 0));
        Assert.Throws<InvalidRecipeException>(() => new CalmCnn(new CalmCnnSettings(), rows: 20));
        Assert.Throws<InvalidRecipeException>(() => new LeNet(new LeNetSettings { Channels = [1] }, 2));
        Assert.Throws<InvalidRecipeException>(() => new Vgg16(new Vgg16Settings { Channels = [1] }, 2));
        Assert.Throws<InvalidRecipeException>(() => new ResNet34(new ResNet34Settings { Blocks = [1] }, 2));
    }

    private static nn.Module<Tensor, Tensor> Build(string name) => name switch
    {
        "lstm" => new LstmClassifier(new LstmSettings { Units = [5, 3] }, 4, 3),
        "lstm-bidirectional" => new LstmClassifier(new LstmSettings { Units = [3, 2], Bidirectional = true }, 4, 3),
        "lstm-features" => new DeepFeatureLstm(new DeepFeatureLstmSettings { Units = 4, Dropout = 0 }, 1, 3),
        "gru" => new GruClassifier(new GruSettings { Units = 5, Dense = 4 }, 4, 3),
        "skip-gru" => new GruClassifier(new GruSettings { Units = 5, Dense = 4, Skip = 3 }, 4, 3),
        "cnn1d" => new Cnn1d(new Cnn1dSettings { Channels = [3, 4, 3], Pool = 2, Spans = 3, Dense = 4, Dropout = 0 }, 4, 3),
        "cnn2d" => new Cnn2d(new Cnn2dSettings { Channels = [2, 3], Dropout = 0 }, 3),
        "calm-cnn" => new CalmCnnClassifier(new CalmCnnSettings { Maps = 3, Pools = [[2, 2], [2, 3], [4, 1]], Dropout = 0 }, 17, 3),
        "lstm-autoencoder" => new LstmAutoencoder(new LstmAutoencoderSettings { Encoder = [5, 4, 2], Decoder = [4, 5], Embedding = 2 }, 3),
        "feed-forward" => new FeedForward(5, [6, 4], 3),
        "lenet" => new LeNet(new LeNetSettings { Channels = [3, 4], Dense = 6 }, 3),
        "lenet-autoencoder" => new LeNetAutoencoder(
            new LeNetAutoencoderSettings { Autoencoder = new() { Channels = 2 }, Network = new() { Channels = [2, 3], Dense = 4 } }, 3),
        "picture-autoencoder" => new PictureAutoencoder(new PictureAutoencoderSettings { Channels = 2 }),
        "vgg16" => new Vgg16(new Vgg16Settings { Channels = [2, 2, 3, 3, 2], Head = [4, 3], Dropout = 0 }, 3),
        "resnet34" => new ResNet34(new ResNet34Settings { Channels = [2, 3, 3, 4] }, 3),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Tensor Loss(string name, Tensor output, Tensor input) => name is "lstm-autoencoder" or "picture-autoencoder"
        ? LstmAutoencoder.Loss(output, input)
        : nn.functional.cross_entropy(output, arange(output.size(0)) % output.size(1));

    // The formula of make.py.
    private static void Fill(nn.Module network)
    {
        using var guard = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var values = Wave(parameter.numel(), name.Sum(letter => letter) % 101, 0.7).view(parameter.shape);
            parameter.copy_(parameter.ndim > 1
                ? values / Math.Sqrt((double)parameter.numel() / parameter.size(0))
                : (values * 0.1) + (name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0));
        }
    }

    private static Tensor Wave(long count, double phase, double step) =>
        tensor(Enumerable.Range(0, (int)count).Select(i => Math.Sin(phase + (step * i))).ToArray(), [count]);

    private static void AssertEqual(FrozenArray expected, Tensor actual, string what)
    {
        var difference = expected.DifferenceFrom(actual.shape, actual.detach().data<double>().ToArray(), relative: 1e-5, absolute: 1e-12);
        Assert.True(difference is null, $"{what} {difference}");
    }
}
