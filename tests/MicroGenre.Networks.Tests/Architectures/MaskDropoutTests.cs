using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Tests.Architectures;

[Collection(nameof(TorchTests))]
public class MaskDropoutTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void Training_keeps_the_share_of_values_and_their_mean(double rate)
    {
        random.manual_seed(1);
        using var dropout = new MaskDropout(rate);
        using var input = ones(100, 1000);

        var output = dropout.call(input).data<float>().ToArray();

        var kept = output.Count(value => value > 0);
        Assert.InRange((double)kept / output.Length, 1 - rate - 0.01, 1 - rate + 0.01);
        Assert.All(output.Distinct(), value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - rate))) < 1e-6));
    }

    [Fact]
    public void Gradients_pass_where_values_do()
    {
        random.manual_seed(1);
        using var dropout = new MaskDropout(0.5);
        using var input = ones(1000).requires_grad_();

        using var output = dropout.call(input);
        output.sum().backward();

        Assert.Equal(output.data<float>().ToArray(), input.grad!.data<float>().ToArray());
        Assert.Equal(2, output.data<float>().ToArray().Distinct().Count());
    }

    [Fact]
    public void Classification_changes_nothing()
    {
        using var dropout = new MaskDropout(0.5);
        dropout.eval();
        using var input = rand(10);

        Assert.Equal(input.data<float>().ToArray(), dropout.call(input).data<float>().ToArray());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_that_leaves_nothing_is_refused(double rate) =>
        Assert.Throws<InvalidRecipeException>(() => new MaskDropout(rate));
}
