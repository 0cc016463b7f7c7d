namespace MicroGenre.Segmentation.Autoregression;

/// <summary>How the coefficients of an autoregressive model are estimated.</summary>
public enum ArMethod
{
    /// <summary>
    /// The Levinson–Durbin recursion on the window's autocorrelation: always stable, and exact for the fast distance matrix.
    /// </summary>
    Autocorrelation,

    /// <summary>
    /// Burg's recursion on the samples: sharper spectral peaks for short windows, at the cost of a pass over the samples per order.
    /// </summary>
    Burg,
}

/// <summary>
/// An autoregressive model <c>y[n] = Σ a[k] y[n−k] + u[n]</c>, k = 1 … order, with white noise u (equation 1 of the paper).
/// </summary>
/// <param name="Coefficients">The coefficients a, <c>[order]</c>: <c>a[k]</c> is at index k − 1.</param>
/// <param name="NoisePower">The power σ² of the noise: the residual power of the window that the model was estimated from.</param>
public sealed record ArModel(double[] Coefficients, double NoisePower)
{
    /// <summary>The share of a window's power that is rounding error: a model with no more residual power is perfect.</summary>
    private const double Predicted = 1e-13;

    /// <summary>
    /// The inverse filter, <c>[order + 1]</c>: 1, −a[1], …, −a[order]. It turns signals that follow the model into white noise.
    /// </summary>
    public double[] InverseFilter { get; } = [1, .. Coefficients.Select(coefficient => -coefficient)];

    /// <summary>Estimates a model from an autocorrelation by the Levinson–Durbin recursion.</summary>
    /// <param name="autocorrelation">At least lags 0 … order; lag 0 must be above 0.</param>
    /// <param name="order">Number of coefficients, at least 1.</param>
    public static ArModel FromAutocorrelation(ReadOnlySpan<double> autocorrelation, int order)
    {
        var inverse = new double[order + 1];
        inverse[0] = 1;
        var error = autocorrelation[0];
        for (var length = 1; length <= order && error > Predicted * autocorrelation[0]; length++)
        {
            var prediction = 0.0;
            for (var k = 0; k < length; k++)
            {
                prediction += inverse[k] * autocorrelation[length - k];
            }

            var reflection = -prediction / error;
            error *= 1 - (reflection * reflection);
            ExtendInverseFilter(inverse, length, reflection);
        }

        return FromInverseFilter(inverse, autocorrelation);
    }

    /// <summary>Estimates a model from a window's samples by Burg's recursion.</summary>
    /// <param name="window">The samples, <c>[n]</c>.</param>
    /// <param name="autocorrelation">The window's autocorrelation, at least lags 0 … order, from which the noise power is computed on the
    /// same scale as residuals.</param>
    /// <param name="order">Number of coefficients, at least 1.</param>
    public static ArModel FromSamples(ReadOnlySpan<double> window, ReadOnlySpan<double> autocorrelation, int order)
    {
        var inverse = new double[order + 1];
        inverse[0] = 1;
        var forward = window.ToArray();
        var backward = window.ToArray();
        for (var length = 1; length <= Math.Min(order, window.Length - 1); length++)
        {
            var (cross, energy) = (0.0, 0.0);
            for (var n = length; n < forward.Length; n++)
            {
                cross += forward[n] * backward[n - 1];
                energy += (forward[n] * forward[n]) + (backward[n - 1] * backward[n - 1]);
            }

            if (energy == 0)
            {
                break;
            }

            var reflection = -2 * cross / energy;
            for (var n = forward.Length - 1; n >= length; n--)
            {
                var ahead = forward[n];
                forward[n] = ahead + (reflection * backward[n - 1]);
                backward[n] = backward[n - 1] + (reflection * ahead);
            }

            ExtendInverseFilter(inverse, length, reflection);
        }

        return FromInverseFilter(inverse, autocorrelation);
    }

    private static void ExtendInverseFilter(double[] inverse, int length, double reflection)
    {
        for (int low = 0, high = length; low <= high; low++, high--)
        {
            (inverse[low], inverse[high]) = (inverse[low] + (reflection * inverse[high]), inverse[high] + (reflection * inverse[low]));
        }
    }

    /// <summary>
    /// Creates a model whose noise power is that of the window's own residual, so that a window has distance 0 from itself in the first
    /// term of equation (2), whichever way its coefficients were estimated.
    /// </summary>
    private static ArModel FromInverseFilter(double[] inverse, ReadOnlySpan<double> autocorrelation)
    {
        var filter = Autoregression.Autocorrelation.OfCoefficients(inverse);
        var power = filter[0] * autocorrelation[0];
        for (var lag = 1; lag < filter.Length; lag++)
        {
            power += 2 * filter[lag] * autocorrelation[lag];
        }

        return new ArModel([.. inverse.Skip(1).Select(coefficient => -coefficient)], power);
    }
}
