using MicroGenre.Segmentation.Autoregression;

namespace MicroGenre.Segmentation.Distances;

/// <summary>The data of a window that distances need, independent of the window's length.</summary>
/// <param name="Autocorrelation">The window's autocorrelation, including the noise floor, <c>[lags + order + 1]</c>.</param>
/// <param name="Model">The window's autoregressive model.</param>
public sealed record WindowModel(double[] Autocorrelation, ArModel Model)
{
    /// <summary>The window's timbre, if <see cref="WindowMeasure.Timbre"/> is used.</summary>
    public Timbre? Timbre { get; init; }

    /// <summary>Models a window.</summary>
    /// <param name="window">The samples, <c>[n]</c>, full scale ±1.</param>
    /// <param name="order">The order p of the model, at least 1.</param>
    /// <param name="lags">The number M of lags that distances compare, at least 1.</param>
    /// <param name="method">How the model is estimated.</param>
    public static WindowModel Of(ReadOnlySpan<double> window, int order, int lags, ArMethod method = ArMethod.Autocorrelation)
    {
        var autocorrelation = new double[lags + order + 1];
        Autoregression.Autocorrelation.Estimate(window, autocorrelation);
        autocorrelation[0] += SpectralError.NoiseFloor;
        var model = method == ArMethod.Burg
            ? ArModel.FromSamples(window, autocorrelation, order)
            : ArModel.FromAutocorrelation(autocorrelation, order);
        return new WindowModel(autocorrelation, model);
    }
}
