using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Covariances of the levels of frequency ranges within short blocks of a log-mel spectrogram. They hardly depend on the recording's level
/// and equalisation.
/// </summary>
internal static class LevelCovariances
{
    /// <summary>Minimum number of rows of the spectrogram: one for each range.</summary>
    public const int MinRows = Ranges;

    /// <summary>Number of frequency ranges, each with about the same number of rows.</summary>
    public const int Ranges = 16;

    /// <summary>Each frame goes with the one so many frames before it.</summary>
    public const int Lag = 1;

    /// <summary>The vector of a track: the upper triangle of the logarithm, whose length does not depend on the track's.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel) => LogCovariance.Of(Levels(logMel), Lag);

    /// <summary>
    /// Of each range the mean of its rows, then of each their maximum, which stands out where single tones do: <c>[2 · ranges, frames]</c>.
    /// </summary>
    public static double[][] Levels(FeatureMatrix logMel)
    {
        var levels = new double[2 * Ranges][];
        for (var range = 0; range < Ranges; range++)
        {
            var (from, to) = (range * logMel.Rows / Ranges, (range + 1) * logMel.Rows / Ranges);
            var (mean, maximum) = (new double[logMel.Frames], new double[logMel.Frames]);
            Array.Fill(maximum, double.NegativeInfinity);
            for (var row = from; row < to; row++)
            {
                var values = logMel.Row(row);
                for (var frame = 0; frame < values.Length; frame++)
                {
                    mean[frame] += (double)values[frame] / (to - from);
                    maximum[frame] = Math.Max(maximum[frame], values[frame]);
                }
            }

            (levels[range], levels[Ranges + range]) = (mean, maximum);
        }

        return levels;
    }
}
