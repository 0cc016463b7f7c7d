using MicroGenre.Segmentation.Autoregression;

namespace MicroGenre.Segmentation.Distances;

/// <summary>All that a distance needs to know of a window, however long it is.</summary>
/// <param name="Autocorrelation">The window's autocorrelation with the noise floor in it, <c>[lags + order + 1]</c>.</param>
/// <param name="Model">The window's autoregressive model.</param>
public sealed record WindowModel(double[] Autocorrelation, ArModel Model)
{
    /// <summary>How the window sounds, where <see cref="WindowMeasure.Timbre"/> compares windows.</summary>
    public Timbre? Timbre { get; init; }

    /// <summary>Models a window.</summary>
    /// <param name="window">The samples, <c>[n]</c>, full scale ±1.</param>
    /// <param name="order">The order p of the model, at least 1.</param>
    /// <param name="lags">The number M of lags that distances will compare, at least 1.</param>
    /// <param name="method">How to estimate the model.</param>
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
