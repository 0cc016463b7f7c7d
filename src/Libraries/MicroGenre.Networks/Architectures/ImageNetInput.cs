using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Converts spectrograms to the input format of networks trained on ImageNet.</summary>
internal static class ImageNetInput
{
    /// <summary>Mean and standard deviation of red, green and blue over ImageNet, for values from 0 to 1.</summary>
    public static readonly (float[] Mean, float[] Deviation) Statistics = ([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>
    /// Converts <c>[batch, rows, frames]</c>, values from −1 to 1, to <c>[batch, 3, rows, frames]</c>: three equal channels, normalised
    /// like ImageNet's.
    /// </summary>
    public static Tensor From(Tensor spectrogram)
    {
        var mean = tensor(Statistics.Mean, dtype: spectrogram.dtype, device: spectrogram.device).view(1, 3, 1, 1);
        var deviation = tensor(Statistics.Deviation, dtype: spectrogram.dtype, device: spectrogram.device).view(1, 3, 1, 1);
        return (((spectrogram.unsqueeze(1) + 1) / 2) - mean) / deviation;
    }
}
