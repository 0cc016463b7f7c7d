using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Covariances of level, roughness and motion of frequency ranges within short blocks of a log-mel spectrogram: of each range the mean
/// level, the mean difference between neighbouring rows, and between neighbouring frames. They hardly depend on the recording's level and
/// equalisation.
/// </summary>
internal static class TextureCovariances
{
    /// <summary>Minimum number of rows of the spectrogram: two for each range.</summary>
    public const int MinRows = 2 * Ranges;

    /// <summary>Number of frequency ranges, each with about the same number of rows.</summary>
    public const int Ranges = 16;

    /// <summary>Each frame stands alone.</summary>
    public const int Lag = 0;

    /// <summary>The vector of a track: the upper triangle of the logarithm, whose length does not depend on the track's.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel) => LogCovariance.Of(Textures(logMel), Lag);

    /// <summary>
    /// Of each range its level, then of each its roughness, then of each its motion: <c>[3 · ranges, frames]</c>.
    /// </summary>
    public static double[][] Textures(FeatureMatrix logMel)
    {
        var textures = new double[3 * Ranges][];
        for (var range = 0; range < Ranges; range++)
        {
            var (from, to) = (range * logMel.Rows / Ranges, (range + 1) * logMel.Rows / Ranges);
            var (level, roughness, motion) = (new double[logMel.Frames], new double[logMel.Frames], new double[logMel.Frames]);
            for (var row = from; row < to; row++)
            {
                var values = logMel.Row(row);
                var above = logMel.Row(Math.Min(row + 1, logMel.Rows - 1));
                for (var frame = 0; frame < values.Length; frame++)
                {
                    level[frame] += (double)values[frame] / (to - from);
                    roughness[frame] += Math.Abs((double)above[frame] - values[frame]) / (to - from);
                    motion[frame] += Math.Abs((double)values[frame] - values[Math.Max(0, frame - 1)]) / (to - from);
                }
            }

            (textures[range], textures[Ranges + range], textures[(2 * Ranges) + range]) = (level, roughness, motion);
        }

        return textures;
    }
}
