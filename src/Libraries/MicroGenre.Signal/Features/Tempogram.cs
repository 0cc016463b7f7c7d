namespace MicroGenre.Signal;

/// <summary>Computes the periods in an onset strength: librosa's <c>tempogram</c>, averaged over time.</summary>
internal static class Tempogram
{
    /// <summary>
    /// Computes autocorrelations, <c>[lags]</c>, of the onset strength under a Hann window around each <paramref name="hop"/>th frame, each
    /// normalised to its maximum.
    /// </summary>
    /// <param name="strength">The onset strength, <c>[frames]</c>.</param>
    /// <param name="length">Length of the window in frames, and number of lags.</param>
    /// <param name="hop">Distance between windows, in frames; 1 in librosa.</param>
    public static double[] Mean(ReadOnlySpan<float> strength, int length, int hop)
    {
        var padded = PadWithRamps(strength, length / 2);
        var window = WindowFunction.Hann(length).Values;
        var correlation = new SpectralAutocorrelation(length);
        var mean = new double[length];
        var framed = new double[length];
        var windows = (strength.Length + hop - 1) / hop;
        for (var frame = 0; frame < strength.Length && frame + length <= padded.Length; frame += hop)
        {
            for (var i = 0; i < length; i++)
            {
                framed[i] = padded[frame + i] * window[i];
            }

            var lags = correlation.Compute(framed);
            var greatest = Math.Max(lags[0], double.Epsilon);
            for (var lag = 0; lag < length; lag++)
            {
                mean[lag] += lags[lag] / greatest / windows;
            }
        }

        return mean;
    }

    /// <summary>Extends both ends with linear ramps to zero.</summary>
    private static double[] PadWithRamps(ReadOnlySpan<float> values, int count)
    {
        var padded = new double[values.Length + (2 * count)];
        for (var i = 0; i < values.Length; i++)
        {
            padded[count + i] = values[i];
        }

        for (var i = 0; i < count; i++)
        {
            var part = (double)i / count;
            padded[i] = values[0] * part;
            padded[^(i + 1)] = values[^1] * part;
        }

        return padded;
    }
}
