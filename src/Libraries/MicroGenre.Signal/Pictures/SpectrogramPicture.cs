using MicroGenre.Drawing;

namespace MicroGenre.Signal.Pictures;

/// <summary>Draws the image that cnn-mel-image learns from: a log-mel spectrogram in colour, 432 × 288 pixels for the whole clip.</summary>
/// <example><code>
/// File.WriteAllBytes("song.png", SpectrogramPicture.Draw(AudioFile.Read("song.mp3").Samples).ToPng());
/// </code></example>
public static class SpectrogramPicture
{
    /// <summary>Width in pixels.</summary>
    public const int Width = 432;

    /// <summary>Height in pixels.</summary>
    public const int Height = 288;

    /// <summary>Side of the blocks that the paper averages, which gives 108 × 72 pixels.</summary>
    public const int PoolSize = 4;

    private const double RangeDecibels = 80;

    /// <summary>Draws a clip's spectrogram in the colour map magma, from 80 dB below the clip's maximum up to it.</summary>
    public static RgbImage Draw(ReadOnlySpan<float> samples, LogMelSettings? settings = null) =>
        Draw(LogMelSpectrogram.Compute(samples, settings ?? new LogMelSettings()));

    /// <summary>Draws a log-mel spectrogram, in dB relative to its maximum.</summary>
    public static RgbImage Draw(FeatureMatrix logMel) => Heatmap.Draw(logMel, Width, Height, -RangeDecibels, 0);

    /// <summary>Draws a clip's pooled image, <c>[72, 108, 3]</c>, values from 0 to 1.</summary>
    public static float[] DrawPooled(ReadOnlySpan<float> samples, LogMelSettings? settings = null) =>
        Draw(samples, settings).AveragePool(PoolSize);
}
