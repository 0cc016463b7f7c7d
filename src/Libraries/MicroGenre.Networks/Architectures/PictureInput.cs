using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>
/// Draws spectrograms as the colour images that "cnn-mel-image" reads from files: 288×432 pixels, low bands at the bottom, in 256 levels
/// from black (silence) over purple and orange to pale yellow. Input <c>[batch, rows, frames]</c>, values from −1 to 1; output <c>[batch,
/// 3, height, width]</c>, values from 0 to 1.
/// </summary>
internal static class PictureInput
{
    /// <summary>Height in pixels.</summary>
    public const int Height = 288;

    /// <summary>Width in pixels.</summary>
    public const int Width = 432;

    /// <summary>Number of colours.</summary>
    public const int Levels = 256;

    // Red, green and blue at evenly spaced levels; colours between them are interpolated.
    private static readonly float[][] Stops =
    [
        [0.00f, 0.00f, 0.02f],
        [0.32f, 0.07f, 0.48f],
        [0.72f, 0.22f, 0.47f],
        [0.99f, 0.54f, 0.38f],
        [0.99f, 0.99f, 0.75f],
    ];

    /// <summary>Red, green and blue of each level, <c>[levels, 3]</c>.</summary>
    public static readonly float[] Palette = [.. Enumerable.Range(0, Levels).SelectMany(Colour)];

    /// <inheritdoc cref="PictureInput"/>
    public static Tensor Draw(Tensor spectrogram)
    {
        var pixels = nn.functional.interpolate(
            spectrogram.unsqueeze(1).flip(2), [Height, Width], mode: InterpolationMode.Bilinear, align_corners: false);
        var levels = ((pixels + 1) * ((Levels - 1) / 2.0)).round().clamp(0, Levels - 1).to(int64);
        var palette = tensor(Palette, [Levels, 3], dtype: spectrogram.dtype, device: spectrogram.device);
        return palette.index_select(0, levels.flatten()).view(spectrogram.size(0), Height, Width, 3).permute(0, 3, 1, 2);
    }

    private static float[] Colour(int level)
    {
        var position = (double)level / (Levels - 1) * (Stops.Length - 1);
        var below = Math.Min((int)position, Stops.Length - 2);
        var share = position - below;
        return [.. Stops[below].Zip(Stops[below + 1], (low, high) => (float)(low + ((high - low) * share)))];
    }
}
