using MicroGenre.Segmentation.Autoregression;

namespace MicroGenre.Segmentation.Distances;

/// <summary>
/// The spectral error of two windows (Algorithm 1 of the paper): how far the residual of one window, filtered by the inverse filter of the
/// other window's model, is from white noise with that model's power.
/// </summary>
/// <example><code>
/// static double Error(ArModel reference, double[] window) => SpectralError.Direct(reference, window, lags: 16);
/// </code></example>
public static class SpectralError
{
    /// <summary>
    /// The power of white noise, relative to full scale ±1, that every window is assumed to contain: the rounding noise of 16-bit samples,
    /// one twelfth of a squared step (−101 dB). It gives silence a spectrum and bounds every quotient.
    /// </summary>
    public const double NoiseFloor = 1.0 / (12L * 32768 * 32768);

    /// <summary>
    /// Computes the error directly: filters the window, then estimates the residual's autocorrelation. The window counts as zero outside
    /// its samples. The whole residual, <c>[n + order]</c> samples, is used, so that no edge is cut; the divisor is n.
    /// </summary>
    /// <param name="reference">The model of the reference window.</param>
    /// <param name="sliding">The samples of the sliding window, <c>[n]</c>.</param>
    /// <param name="lags">The number M of lags in equation (2), at least 1.</param>
    /// <returns>The error, at least 0.</returns>
    public static double Direct(ArModel reference, ReadOnlySpan<double> sliding, int lags)
    {
        var filter = reference.InverseFilter;
        var autocorrelation = new double[lags + 1];
        Autocorrelation.Estimate(Filter(filter, sliding), sliding.Length, autocorrelation);

        var filterAutocorrelation = Autocorrelation.OfCoefficients(filter);
        for (var lag = 0; lag < Math.Min(autocorrelation.Length, filterAutocorrelation.Length); lag++)
        {
            autocorrelation[lag] += NoiseFloor * filterAutocorrelation[lag];
        }

        return OfResidual(reference.NoisePower, autocorrelation);
    }

    private static double OfResidual(double noisePower, ReadOnlySpan<double> autocorrelation)
    {
        var power = (noisePower / autocorrelation[0]) - 1;
        var colour = 0.0;
        foreach (var correlation in autocorrelation[1..])
        {
            var normalised = correlation / autocorrelation[0];
            colour += normalised * normalised;
        }

        return (power * power) + (2 * colour);
    }

    private static double[] Filter(ReadOnlySpan<double> filter, ReadOnlySpan<double> window)
    {
        var residual = new double[window.Length + filter.Length - 1];
        for (var tap = 0; tap < filter.Length; tap++)
        {
            VectorMath.AddScaled(filter[tap], window, residual.AsSpan(tap, window.Length));
        }

        return residual;
    }
}
