using static TorchSharp.torch;

namespace MicroGenre.Learning;

/// <summary>
/// Draws a spectrogram as the colour picture that "cnn-mel-image" reads from a file: 288×432 pixels, low bands at the bottom, silence black over purple and
/// orange to pale yellow. Takes <c>[batch, rows, frames]</c> with values from −1 to 1, gives <c>[batch, 3, height, width]</c> with values from 0 to 1.
/// </summary>
internal static class SpectrogramPicture
{
    /// <summary>Pixels from top to bottom.</summary>
    public const int Height = 288;

    /// <summary>Pixels from left to right.</summary>
    public const int Width = 432;

    // Red, green and blue at evenly spaced loudness; between them colours are interpolated.
    private static readonly float[,] Colours =
    {
        { 0.00f, 0.00f, 0.02f },
        { 0.32f, 0.07f, 0.48f },
        { 0.72f, 0.22f, 0.47f },
        { 0.99f, 0.54f, 0.38f },
        { 0.99f, 0.99f, 0.75f },
    };

    /// <inheritdoc cref="SpectrogramPicture"/>
    public static Tensor Draw(Tensor spectrogram)
    {
        var pixels = nn.functional.interpolate(spectrogram.unsqueeze(1).flip(2), [Height, Width], mode: InterpolationMode.Bilinear, align_corners: false);
        var stops = Colours.GetLength(0);
        var position = ((pixels + 1) * ((stops - 1) / 2.0)).clamp(0, stops - 1);
        var colours = tensor(Colours, dtype: spectrogram.dtype, device: spectrogram.device);
        var picture = zeros([spectrogram.size(0), 3, Height, Width], spectrogram.dtype, spectrogram.device);
        for (var stop = 0; stop < stops; stop++)
        {
            var nearness = (1 - (position - stop).abs()).clamp(0, 1);
            picture += nearness * colours[stop].view(1, 3, 1, 1);
        }

        return picture;
    }
}
