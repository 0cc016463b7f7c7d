using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace StandIns.TorchSharp.Tests;

/// <summary>Layers give PyTorch's outputs, gradients and running statistics for the same weights and input.</summary>
public class LayerTests
{
    public static TheoryData<string> SimpleLayers =>
    [
        "linear", "conv1d", "conv1d-same", "conv2d", "conv2d-groups", "conv2d-reflect", "conv-transpose2d", "max-pool2d", "avg-pool2d",
        "adaptive-avg-pool1d", "adaptive-avg-pool2d", "batch-norm1d-sequence", "batch-norm2d-eval", "leaky-relu", "log-softmax", "tanh",
        "interpolate-nearest", "interpolate-bilinear", "pad",
    ];

    [Theory]
    [MemberData(nameof(SimpleLayers))]
    public void A_layer_equals_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var layer = Layer(name);
        AssertEqualsPyTorch(name, layer, layer.call);
    }

    [Theory]
    [InlineData("batch-norm1d", 2)]
    [InlineData("batch-norm2d", 3)]
    public void Running_statistics_follow_PyTorch_over_several_batches(string name, int calls)
    {
        using var scope = NewDisposeScope();
        using var layer = Layer(name);
        AssertEqualsPyTorch(name, layer, input =>
        {
            for (var i = 1; i < calls; i++)
            {
                layer.call(input);
            }

            return layer.call(input);
        });
    }

    [Fact]
    public void An_lstm_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var shallow = nn.LSTM(4, 3, batchFirst: true);
        using var deep = nn.LSTM(3, 2, numLayers: 2, bidirectional: true);
        AssertEqualsPyTorch("lstm", shallow, input => Flat(shallow.call(input)));
        AssertEqualsPyTorch("lstm-deep", deep, input => Flat(deep.call(input)));

        static Tensor Flat((Tensor Output, Tensor Hidden, Tensor Cell) result) =>
            cat([result.Output.flatten(), result.Hidden.flatten(), result.Cell.flatten()]);
    }

    [Fact]
    public void A_gru_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var shallow = nn.GRU(4, 3, batchFirst: true);
        using var deep = nn.GRU(3, 2, numLayers: 2, bidirectional: true, bias: false);
        AssertEqualsPyTorch("gru", shallow, input => Flat(shallow.call(input)));
        AssertEqualsPyTorch("gru-deep", deep, input => Flat(deep.call(input)));

        static Tensor Flat((Tensor Output, Tensor Hidden) result) => cat([result.Output.flatten(), result.Hidden.flatten()]);
    }

    [Fact]
    public void Recurrent_cells_equal_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var gru = nn.GRUCell(4, 3);
        using var lstm = nn.LSTMCell(4, 3);
        AssertEqualsPyTorch("gru-cell", gru, input => gru.call(input, null!));
        AssertEqualsPyTorch("lstm-cell", lstm, input =>
        {
            var (hidden, cell) = lstm.call(input, (zeros(input.shape[0], 3), zeros(input.shape[0], 3)));
            return cat([hidden, cell]);
        });
    }

    [Fact]
    public void A_recurrent_network_given_its_own_state_continues_the_sequence()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var lstm = nn.LSTM(4, 3, batchFirst: true);
        using var gru = nn.GRU(4, 3, batchFirst: true);
        var sequence = randn(2, 6, 4);
        var (whole, _, _) = lstm.call(sequence);
        var (_, hidden, cell) = lstm.call(sequence.narrow(1, 0, 4));
        var (rest, _, _) = lstm.call(sequence.narrow(1, 4, 2), (hidden, cell));
        Assert.True(whole.narrow(1, 4, 2).allclose(rest, atol: 1e-6));

        var (wholeGru, _) = gru.call(sequence);
        var (_, state) = gru.call(sequence.narrow(1, 0, 4));
        var (restGru, _) = gru.call(sequence.narrow(1, 4, 2), state);
        Assert.True(wholeGru.narrow(1, 4, 2).allclose(restGru, atol: 1e-6));
    }

    [Fact]
    public void Losses_equal_PyTorch()
    {
        using var scope = NewDisposeScope();
        var frozen = FrozenArrays.Of("losses");
        var logits = frozen.Tensor("logits");
        var labels = frozen.Tensor("labels").to(int64);
        var weights = frozen.Tensor("weights");
        var soft = frozen.Tensor("soft");
        frozen.AssertEqual("cross-entropy", F.cross_entropy(logits, labels));
        frozen.AssertEqual("cross-entropy", nn.CrossEntropyLoss().call(logits, labels));
        frozen.AssertEqual("cross-entropy-weighted", F.cross_entropy(logits, labels, weights));
        frozen.AssertEqual("cross-entropy-smoothed", F.cross_entropy(logits, labels, label_smoothing: 0.1));
        frozen.AssertEqual("cross-entropy-smoothed", new CrossEntropyLoss(label_smoothing: 0.1).call(logits, labels));
        frozen.AssertEqual("cross-entropy-soft", F.cross_entropy(logits, soft));
        frozen.AssertEqual("cross-entropy-sum", F.cross_entropy(logits, labels, reduction: nn.Reduction.Sum));
        frozen.AssertEqual("nll", F.nll_loss(F.log_softmax(logits, 1), labels));
        frozen.AssertEqual("mse", F.mse_loss(logits, soft));
        frozen.AssertEqual("mse", nn.MSELoss().call(logits, soft));
        frozen.AssertEqual("l1", F.l1_loss(logits, soft, nn.Reduction.None));
        frozen.AssertEqual("kl", F.kl_div(F.log_softmax(logits, 1), soft.log()));
        frozen.AssertEqual("bce-logits", F.binary_cross_entropy_with_logits(logits, soft));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_does_nothing_in_evaluation()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var dropout = nn.Dropout(0.25);
        var input = ones(10_000);
        var output = dropout.call(input).data<float>().ToArray();
        Assert.All(output, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.75f)) < 1e-6));
        Assert.InRange(output.Count(value => value == 0), 2_300, 2_700);

        dropout.eval();
        Assert.True(dropout.call(input).allclose(input));
    }

    [Fact]
    public void Default_initial_weights_lie_within_the_bounds_of_their_fan_in()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        using var linear = nn.Linear(100, 50);
        using var conv = nn.Conv2d(4, 8, 5);
        AssertFills(linear.weight, 1 / Math.Sqrt(100));
        AssertFills(linear.bias!, 1 / Math.Sqrt(100));
        AssertFills(conv.weight, 1 / Math.Sqrt(4 * 5 * 5));

        static void AssertFills(Tensor weights, double bound)
        {
            Assert.InRange(weights.abs().max().item<float>(), 0.9 * bound, bound);
        }
    }

    private static void AssertEqualsPyTorch(string name, nn.Module layer, Func<Tensor, Tensor> call)
    {
        var frozen = FrozenArrays.Of(name);
        layer.load_state_dict(frozen.Under("state."));
        var input = frozen.Tensor("input").requires_grad_();
        var output = call(input);
        (output * linspace(-1, 1, output.numel()).view(output.shape)).sum().backward();

        frozen.AssertEqual("output", output);
        frozen.AssertEqual("inputGradient", input.grad!);
        foreach (var (key, value) in layer.state_dict())
        {
            frozen.AssertEqual("after." + key, value);
        }

        foreach (var (key, parameter) in layer.named_parameters())
        {
            frozen.AssertEqual("gradient." + key, parameter.grad!);
        }
    }

    private static nn.Module<Tensor, Tensor> Layer(string name)
    {
        switch (name)
        {
            case "linear": return nn.Linear(5, 3);
            case "conv1d": return nn.Conv1d(3, 4, 3, stride: 2, padding: 1, dilation: 2);
            case "conv1d-same": return nn.Conv1d(2, 3, 4, Padding.Same);
            case "conv2d": return nn.Conv2d(2, 3, (3, 2), (2, 1), (1, 0), bias: false);
            case "conv2d-groups": return nn.Conv2d(4, 4, 3, groups: 2, padding: 1);
            case "conv2d-reflect": return nn.Conv2d(1, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect);
            case "conv-transpose2d": return nn.ConvTranspose2d(3, 2, 3, stride: 2, padding: 1, output_padding: 1);
            case "max-pool2d": return nn.MaxPool2d((2, 3), padding: (1, 1), ceil_mode: true);
            case "avg-pool2d": return nn.AvgPool2d(2, padding: 1, count_include_pad: false);
            case "adaptive-avg-pool1d": return nn.AdaptiveAvgPool1d(3);
            case "adaptive-avg-pool2d": return nn.AdaptiveAvgPool2d((2, 3));
            case "batch-norm1d": return nn.BatchNorm1d(3);
            case "batch-norm1d-sequence": return nn.BatchNorm1d(3, momentum: 0.3);
            case "batch-norm2d": return nn.BatchNorm2d(2, eps: 1e-3);
            case "batch-norm2d-eval":
                var norm = nn.BatchNorm2d(2);
                norm.eval();
                return norm;
            case "leaky-relu": return new Lambda(x => F.leaky_relu(x, 0.2));
            case "log-softmax": return new Lambda(x => F.log_softmax(x, 1));
            case "tanh": return nn.Tanh();
            case "interpolate-nearest": return new Lambda(x => F.interpolate(x, scale_factor: [2, 2]));
            case "interpolate-bilinear": return new Lambda(x => F.interpolate(x, [5, 6], mode: InterpolationMode.Bilinear, align_corners: false));
            case "pad": return new Lambda(x => F.pad(x, (1, 2), value: 0.5));
            default: throw new ArgumentOutOfRangeException(nameof(name), name, null);
        }
    }

    private sealed class Lambda(Func<Tensor, Tensor> function) : nn.Module<Tensor, Tensor>(nameof(Lambda))
    {
        public override Tensor forward(Tensor input) => function(input);
    }
}
