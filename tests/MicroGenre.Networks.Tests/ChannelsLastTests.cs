using static TorchSharp.torch;

namespace MicroGenre.Networks.Tests;

[Collection(nameof(TorchTests))]
public class ChannelsLastTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pictures_keep_shape_and_values_and_their_channels_lie_side_by_side(int channels)
    {
        ProcessorKernels.Choose();
        using var pictures = rand(2, channels, 4, 5);

        using var arranged = ChannelsLast.Of(pictures);

        Assert.Equal(pictures.shape, arranged.shape);
        Assert.Equal(pictures.data<float>().ToArray(), arranged.contiguous().data<float>().ToArray());
        Assert.Equal(ProcessorKernels.IsRestricted ? pictures.stride() : [20 * channels, 1, 5 * channels, channels], arranged.stride());
    }

    [Fact]
    public void Layers_keep_the_order_and_give_the_same_values()
    {
        ProcessorKernels.Choose();
        using var convolution = nn.Conv2d(1, 16, kernel_size: 3);
        using var pool = nn.MaxPool2d(2);
        using var pictures = rand(2, 1, 10, 12);
        Tensor Answer(Tensor input) => pool.call(convolution.call(input));

        using var expected = Answer(pictures);
        using var found = Answer(ChannelsLast.Of(pictures));

        Assert.True(expected.allclose(found, atol: 1e-6));
        Assert.Equal(ProcessorKernels.IsRestricted, found.is_contiguous());
    }
}
