using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// How the levels of frequency ranges rise and fall together within short blocks of a log-mel spectrogram. Level and equalisation of a
/// recording hardly change it.
/// </summary>
internal static class LevelCovariances
{
    /// <summary>Rows that the spectrogram must have at least, one for each range.</summary>
    public const int MinRows = Ranges;

    /// <summary>Ranges of frequency, each of about as many rows.</summary>
    public const int Ranges = 16;

    /// <summary>The vector of a track: the upper triangle of the logarithm, whose length does not depend on the track's.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel) => LogCovariance.Of(Levels(logMel), lag: 1);

    // Mean and maximum of each range's rows: the second stands out where single tones do.
    private static double[][] Levels(FeatureMatrix logMel)
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
