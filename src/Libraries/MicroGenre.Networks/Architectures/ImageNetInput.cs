using MicroGenre.Learning;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Converts spectrograms to the input format of networks trained on ImageNet.</summary>
internal sealed class ImageNetInput
{
    /// <summary>Mean and standard deviation of red, green and blue over ImageNet, for values from 0 to 1.</summary>
    public static readonly (float[] Mean, float[] Deviation) Statistics = ([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    private readonly long[]? _size;

    /// <param name="size">
    /// Height and width in pixels to which spectrograms are resized; <see langword="null"/> to take them as they are.
    /// </param>
    /// <exception cref="InvalidRecipeException">The size is not two numbers of at least 32.</exception>
    public ImageNetInput(IReadOnlyList<int>? size) => _size = size switch
    {
        null => null,
        [>= 32 and var height, >= 32 and var width] => [height, width],
        _ => throw new InvalidRecipeException($"size must be a height and a width of at least 32, not [{string.Join(", ", size)}]."),
    };

    /// <summary>
    /// Converts <c>[batch, rows, frames]</c>, values from −1 to 1, to <c>[batch, 3, rows, frames]</c>, or <c>[batch, 3, height, width]</c>:
    /// three equal channels, normalised like ImageNet's.
    /// </summary>
    public Tensor From(Tensor spectrogram)
    {
        var picture = spectrogram.unsqueeze(1);
        if (_size is not null)
        {
            picture = nn.functional.interpolate(picture, _size, mode: InterpolationMode.Bilinear, align_corners: false);
        }

        var mean = tensor(Statistics.Mean, dtype: spectrogram.dtype, device: spectrogram.device).view(1, 3, 1, 1);
        var deviation = tensor(Statistics.Deviation, dtype: spectrogram.dtype, device: spectrogram.device).view(1, 3, 1, 1);
        return ChannelsLast.Of((((picture + 1) / 2) - mean) / deviation);
    }
}
