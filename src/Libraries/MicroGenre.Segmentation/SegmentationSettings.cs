using MicroGenre.Segmentation.Autoregression;
using MicroGenre.Segmentation.Clustering;
using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Segmentation;

/// <summary>
/// How a track is segmented. The defaults are the paper's formulas as printed, with window length and model order suited to music at 22,050
/// Hz. <see cref="Tuned"/> recognises the parts of real tracks best.
/// </summary>
public sealed record SegmentationSettings
{
    /// <summary>The settings that recognise the parts of real tracks best (measured in docs/explanation/segmentation.md).</summary>
    public static SegmentationSettings Tuned { get; } = new()
    {
        Measure = WindowMeasure.Timbre,
        Scale = AffinityScale.SelfTuning(0.25),
        Context = 2,
        Smoothing = 2,
    };

    /// <summary>
    /// The paper's formula where it can work on tracks of 30 s: windows of 3 s, models of order 100 on a tenth of the sample rate, all
    /// lags, distances relative to their median, and five clusters.
    /// </summary>
    public static SegmentationSettings Relative { get; } = new()
    {
        WindowSeconds = 3,
        Decimation = 10,
        Order = 100,
        AllLags = true,
        Scale = AffinityScale.Median,
        Clusters = 5,
    };

    /// <summary>
    /// By how much the sample rate is divided before windows are modelled, 1 … 32: a model of some order then spans more time, and lower
    /// frequencies only.
    /// </summary>
    public int Decimation { get; init; } = 1;

    /// <summary>Whether equation (2) takes all lags of a window, instead of <see cref="Lags"/>.</summary>
    public bool AllLags { get; init; }

    /// <summary>Length of a window, in seconds. Windows are longer if the track would have more than <see cref="MaxWindows"/>.</summary>
    public double WindowSeconds { get; init; } = 1;

    /// <summary>The share of a window that overlaps with the next, 0 … 0.9.</summary>
    public double Overlap { get; init; }

    /// <summary>Maximum number of windows, 2 … 4096. Windows of longer tracks are longer, so that memory is bounded.</summary>
    public int MaxWindows { get; init; } = 1200;

    /// <summary>The distance between windows. The paper uses the spectral error.</summary>
    public WindowMeasure Measure { get; init; } = WindowMeasure.SpectralError;

    /// <summary>How the autoregressive models are estimated.</summary>
    public ArMethod Method { get; init; } = ArMethod.Autocorrelation;

    /// <summary>The order p of the autoregressive models, 1 … 256.</summary>
    public int Order { get; init; } = 16;

    /// <summary>The number M of lags in equation (2), 1 … 1024.</summary>
    public int Lags { get; init; } = 16;

    /// <summary>The scale by which distances are divided before they become similarities.</summary>
    public AffinityScale Scale { get; init; } = AffinityScale.None;

    /// <summary>Number of windows on either side for the median of distances, 0 … 16. The paper uses 0.</summary>
    public int Context { get; init; }

    /// <summary>Number of windows on either side that vote on a window's cluster, 0 … 16. The paper uses 0.</summary>
    public int Smoothing { get; init; }

    /// <summary>The number k of clusters, 1 … 64; <see langword="null"/> to choose it by the eigengap.</summary>
    public int? Clusters { get; init; }

    /// <summary>Maximum number of clusters that the eigengap may choose, 1 … 64.</summary>
    public int MaxClusters { get; init; } = 8;

    /// <summary>Number of restarts of k-means, 1 … 1000.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>Seed of k-means; the same seed gives the same labels.</summary>
    public int Seed { get; init; }

    /// <summary>Checks the ranges of all settings.</summary>
    /// <exception cref="SegmentationException">A setting is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        RequireRange(WindowSeconds, 0.01, 600, "window length in seconds");
        RequireRange(Overlap, 0, 0.9, "overlap");
        RequireRange(MaxWindows, 2, 4096, "most windows");
        RequireRange(Order, 1, 256, "model order");
        RequireRange(Lags, 1, 1024, "number of lags");
        RequireRange(Decimation, 1, 32, "decimation");
        RequireRange(Context, 0, 16, "context");
        RequireRange(Smoothing, 0, 16, "smoothing");
        RequireRange(Clusters ?? 1, 1, 64, "number of clusters");
        RequireRange(MaxClusters, 1, 64, "most clusters");
        RequireRange(Restarts, 1, 1000, "number of restarts");
        switch (Scale.Kind)
        {
            case AffinityScaling.Fixed:
                RequireRange(Scale.Value, 1e-6, 1e9, "fixed scale");
                break;
            case AffinityScaling.SelfTuning:
                RequireRange(Scale.Value, 1e-6, 1, "self-tuning share");
                break;
        }
    }

    private static void RequireRange(double value, double lowest, double highest, string name)
    {
        if (!(value >= lowest && value <= highest))
        {
            throw new SegmentationException($"The {name} must be {lowest} to {highest}, not {value}");
        }
    }
}
