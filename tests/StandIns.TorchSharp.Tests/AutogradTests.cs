using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

public class AutogradTests
{
    public static TheoryData<string, Func<Tensor, Tensor>> Functions => new()
    {
        { "polynomial", x => (x.pow(3) - 2 * x).sum() },
        { "quotient", x => (1 / (x.square() + 1)).mean() },
        { "exponential", x => (x.exp() * x.sin()).sum() },
        { "products", x => x.matmul(x.t()).tanh().sum() },
        { "softmax", x => x.log_softmax(1)[TensorIndex.Colon, 0].sum() },
        { "slices", x => (x[0] * x[1, 1..].sum()).sum() },
        { "norm", x => x.norm() + x.std() },
        { "joined", x => cat([x, x.flip(0)], 1).sigmoid().prod() },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradients_equal_finite_differences(string name, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        Assert.NotEmpty(name);
        var point = tensor(new[] { 0.3, -0.7, 1.1, 0.5, 0.9, -0.2 }, [2, 3]);
        var leaf = point.clone().requires_grad_();
        function(leaf).backward();

        const double step = 1e-6;
        for (var i = 0; i < 6; i++)
        {
            var offset = zeros(6, dtype: float64);
            offset[i] = tensor(step);
            var slope = function(point + offset.view(2, 3)).ToDouble() - function(point - offset.view(2, 3)).ToDouble();
            Assert.Equal(slope / (2 * step), leaf.grad!.data<double>()[i], 6);
        }
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        var leaf = ones(1, requires_grad: true);
        Assert.Null(leaf.grad);
        (leaf * 2).sum().backward();
        (leaf * 3).sum().backward();
        Assert.Equal(5, leaf.grad!.item<float>());
        leaf.grad = null;
        Assert.Null(leaf.grad);
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        using var scope = NewDisposeScope();
        var leaf = ones(1, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((leaf * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((leaf * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True((leaf * 2).requires_grad);
        Assert.False((leaf * 2).detach().requires_grad);
        Assert.True(leaf.is_leaf);
        Assert.False((leaf * 2).is_leaf);
    }

    [Fact]
    public void The_gradient_mode_belongs_to_its_thread()
    {
        using (no_grad())
        {
            var elsewhere = false;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
            Assert.False(is_grad_enabled());
        }
    }

    [Fact]
    public void Inference_mode_ends_with_its_scope()
    {
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Autograd_grad_returns_gradients_and_accumulates_none()
    {
        using var scope = NewDisposeScope();
        var leaf = tensor(new[] { 1f, 2f }, requires_grad: true);
        var gradient = autograd.grad([leaf.pow(2).sum()], [leaf]).Single();
        Assert.Equal([2f, 4f], gradient.data<float>());
        Assert.Null(leaf.grad);
    }

    [Fact]
    public void A_graph_is_used_up_by_its_backward_pass()
    {
        using var scope = NewDisposeScope();
        var leaf = ones(1, requires_grad: true);
        var result = leaf.exp().sum();
        result.backward();
        Assert.ThrowsAny<ExternalException>(() => result.backward());
    }

    [Fact]
    public void Backward_from_many_elements_needs_a_gradient()
    {
        using var scope = NewDisposeScope();
        var leaf = ones(2, requires_grad: true);
        Assert.ThrowsAny<ExternalException>(() => (leaf * 2).backward());
        (leaf * 2).backward([tensor(new[] { 1f, 3f })]);
        Assert.Equal([2f, 6f], leaf.grad!.data<float>());
    }

    [Fact]
    public void Networks_run_and_differentiate_on_several_threads_at_once()
    {
        using var layer = nn.Linear(16, 4);
        Parallel.For(0, 32, i =>
        {
            using var scope = NewDisposeScope();
            var input = full(2, 16, i / 32.0).requires_grad_();
            layer.call(input).sum().backward();
            using var guard = no_grad();
            Assert.True(input.grad![0].allclose(layer.weight.sum(dim: 0), atol: 1e-5));
        });
    }
}
