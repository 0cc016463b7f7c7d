using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

public class ModuleTests
{
    [Fact]
    public void Components_are_registered_under_their_fields_names()
    {
        using var network = new Network();
        Assert.Equal(
            ["encoder", "encoder.0", "encoder.norm", "heads", "heads.0", "heads.1"],
            network.named_modules().Select(found => found.name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "encoder.0.bias", "encoder.0.weight", "encoder.norm.bias", "encoder.norm.weight", "heads.0.bias", "heads.0.weight",
                "heads.1.bias", "heads.1.weight", "scale",
            ],
            network.named_parameters().Select(found => found.name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["encoder.norm.num_batches_tracked", "encoder.norm.running_mean", "encoder.norm.running_var", "offset"],
            network.named_buffers().Select(found => found.name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_state_dictionary_holds_parameters_and_buffers_under_PyTorchs_names()
    {
        using var lstm = nn.LSTM(2, 3, numLayers: 2, bidirectional: true);
        Assert.Equal(
            [
                "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse", "weight_hh_l0_reverse",
                "bias_ih_l0_reverse", "bias_hh_l0_reverse", "weight_ih_l1", "weight_hh_l1", "bias_ih_l1", "bias_hh_l1",
                "weight_ih_l1_reverse", "weight_hh_l1_reverse", "bias_ih_l1_reverse", "bias_hh_l1_reverse",
            ],
            lstm.state_dict().Keys);
        using var norm = nn.BatchNorm1d(2);
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], norm.state_dict().Keys);
        Assert.Equal(ScalarType.Int64, norm.state_dict()["num_batches_tracked"].dtype);
    }

    [Fact]
    public void A_loaded_state_dictionary_makes_networks_equal()
    {
        using var scope = NewDisposeScope();
        using var first = new Network();
        using var second = new Network();
        var input = randn(5, 3);
        first.eval();
        second.eval();
        Assert.False(first.call(input).allclose(second.call(input)));
        var (missing, unexpected) = second.load_state_dict(first.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(first.call(input).allclose(second.call(input)));
    }

    [Fact]
    public void A_state_dictionary_that_does_not_match_is_refused_unless_allowed()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 2);
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["weight"] = ones(2, 2), ["other"] = ones(1) };
        Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(state));
        var (missing, unexpected) = layer.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["other"], unexpected);
        Assert.Equal([1f, 1, 1, 1], layer.weight.data<float>());
        state["weight"] = ones(3, 3);
        Assert.ThrowsAny<ExternalException>(() => layer.load_state_dict(state, strict: false));
    }

    [Fact]
    public void Training_and_evaluation_reach_every_module()
    {
        using var network = new Network();
        network.eval();
        Assert.All(network.modules(), module => Assert.False(module.training));
        network.train();
        Assert.All(network.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Converting_a_network_converts_floating_tensors_only()
    {
        using var scope = NewDisposeScope();
        using var network = new Network().to(float64);
        Assert.All(network.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Int64, network.get_buffer("encoder.norm.num_batches_tracked")!.dtype);
        Assert.Equal(ScalarType.Float64, network.call(randn(4, 3, dtype: float64)).dtype);
    }

    [Fact]
    public void Zeroed_gradients_are_gone()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        network.call(randn(4, 3)).sum().backward();
        Assert.NotNull(network.get_parameter("encoder.0.weight")!.grad);
        network.zero_grad();
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Frozen_parameters_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        network.get_parameter("encoder.0.weight")!.requires_grad = false;
        network.call(randn(4, 3)).sum().backward();
        Assert.Null(network.get_parameter("encoder.0.weight")!.grad);
        Assert.NotNull(network.get_parameter("encoder.0.bias")!.grad);
    }

    [Fact]
    public void Layers_outlive_the_scope_they_are_made_in()
    {
        nn.Module<Tensor, Tensor> layer;
        using (NewDisposeScope())
        {
            layer = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        }

        using (layer)
        {
            using var input = randn(4, 3);
            using var output = layer.call(input);
            Assert.Equal([4, 2], output.shape);
        }
    }

    [Fact]
    public void A_disposed_network_frees_its_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var network = new Network())
        {
            Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount > before);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_function_applies_to_every_module()
    {
        using var network = new Network();
        network.apply(module =>
        {
            if (module is Linear linear)
            {
                nn.init.zeros_(linear.weight);
            }
        });
        Assert.Equal(0, network.get_parameter("heads.1.weight")!.abs().sum().item<float>());
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential encoder;
        private readonly ModuleList<Linear> heads;
        [ComponentName(Name = "scale")]
        private readonly Parameter factor;
        private readonly Tensor offset;

        public Network()
            : base(nameof(Network))
        {
            encoder = nn.Sequential();
            encoder.append(nn.Linear(3, 4)).append("norm", nn.BatchNorm1d(4));
            heads = nn.ModuleList(nn.Linear(4, 2), nn.Linear(4, 2));
            factor = nn.Parameter(ones(1));
            offset = zeros(1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var encoded = encoder.call(input);
            return (heads[0].call(encoded) * heads[1].call(encoded) * factor) + offset;
        }
    }
}
