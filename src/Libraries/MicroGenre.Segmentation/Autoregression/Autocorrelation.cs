namespace MicroGenre.Segmentation.Autoregression;

/// <summary>Estimates autocorrelations; a window counts as zero outside itself.</summary>
public static class Autocorrelation
{
    /// <summary>
    /// The biased estimate <c>r[m] = (1/n) Σ x[t] x[t+m]</c>, <c>[lags + 1]</c>, the sum running over the whole zero-extended window.
    /// </summary>
    /// <param name="window">The window's samples, <c>[n]</c>; for an empty one every lag is 0.</param>
    /// <param name="destination">Takes lags 0, 1, … up to its length.</param>
    public static void Estimate(ReadOnlySpan<double> window, Span<double> destination) => Estimate(window, window.Length, destination);

    /// <summary>
    /// The same estimate with another divisor, such as the length that a filtered window had before the filter made it longer.
    /// </summary>
    /// <inheritdoc cref="Estimate(ReadOnlySpan{double}, Span{double})"/>
    internal static void Estimate(ReadOnlySpan<double> window, int divisor, Span<double> destination)
    {
        for (var lag = 0; lag < destination.Length; lag++)
        {
            destination[lag] = lag < window.Length ? VectorMath.Dot(window[lag..], window[..^lag]) / divisor : 0;
        }
    }

    /// <summary>The autocorrelation of a filter's coefficients, <c>Σ c[k] c[k+m]</c>, <c>[coefficients]</c>; beyond that it is 0.</summary>
    internal static double[] OfCoefficients(ReadOnlySpan<double> coefficients)
    {
        var autocorrelation = new double[coefficients.Length];
        Estimate(coefficients, divisor: 1, autocorrelation);
        return autocorrelation;
    }
}
