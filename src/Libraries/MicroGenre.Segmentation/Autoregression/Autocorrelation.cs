namespace MicroGenre.Segmentation.Autoregression;

/// <summary>Estimates autocorrelations. A window counts as zero outside its samples.</summary>
public static class Autocorrelation
{
    /// <summary>
    /// Computes the biased estimate <c>r[m] = (1/n) Σ x[t] x[t+m]</c>, <c>[lags + 1]</c>, over the whole zero-extended window.
    /// </summary>
    /// <param name="window">The window's samples, <c>[n]</c>; if it is empty, every lag is 0.</param>
    /// <param name="destination">Receives lags 0, 1, … up to its length.</param>
    public static void Estimate(ReadOnlySpan<double> window, Span<double> destination) => Estimate(window, window.Length, destination);

    /// <summary>
    /// Computes the same estimate with another divisor, such as the original length of a window that a filter has lengthened.
    /// </summary>
    /// <inheritdoc cref="Estimate(ReadOnlySpan{double}, Span{double})"/>
    internal static void Estimate(ReadOnlySpan<double> window, int divisor, Span<double> destination)
    {
        for (var lag = 0; lag < destination.Length; lag++)
        {
            destination[lag] = lag < window.Length ? VectorMath.Dot(window[lag..], window[..^lag]) / divisor : 0;
        }
    }

    /// <summary>The autocorrelation of a filter's coefficients, <c>Σ c[k] c[k+m]</c>, <c>[coefficients]</c>; further lags are 0.</summary>
    internal static double[] OfCoefficients(ReadOnlySpan<double> coefficients)
    {
        var autocorrelation = new double[coefficients.Length];
        Estimate(coefficients, divisor: 1, autocorrelation);
        return autocorrelation;
    }
}
