using MicroGenre.Segmentation.Autoregression;
using MicroGenre.Segmentation.Clustering;
using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Segmentation;

/// <summary>
/// How a track is segmented. Left alone, these are the paper's formulas as printed, with windows and model orders that suit music at 22,050
/// Hz; <see cref="Tuned"/> is what recognises the parts of real tracks best.
/// </summary>
public sealed record SegmentationSettings
{
    /// <summary>The settings that recognise the parts of real tracks best (docs/explanation/segmentation.md measures them).</summary>
    public static SegmentationSettings Tuned { get; } = new()
    {
        Measure = WindowMeasure.Timbre,
        Scale = AffinityScale.SelfTuning(0.25),
        Context = 2,
        Smoothing = 2,
    };

    /// <summary>Length of a window in seconds. Longer ones are taken where a track would have more than <see cref="MaxWindows"/>.</summary>
    public double WindowSeconds { get; init; } = 1;

    /// <summary>The part of a window that the next one shares, 0 … 0.9.</summary>
    public double Overlap { get; init; }

    /// <summary>
    /// The most windows a track is cut into, 2 … 4096. The windows of longer tracks grow in length, so that memory is bounded.
    /// </summary>
    public int MaxWindows { get; init; } = 1200;

    /// <summary>What tells two windows apart; the spectral error is the paper.</summary>
    public WindowMeasure Measure { get; init; } = WindowMeasure.SpectralError;

    /// <summary>How the autoregressive models are estimated.</summary>
    public ArMethod Method { get; init; } = ArMethod.Autocorrelation;

    /// <summary>The order p of the autoregressive models, 1 … 256.</summary>
    public int Order { get; init; } = 16;

    /// <summary>The number M of lags in equation (2), 1 … 1024.</summary>
    public int Lags { get; init; } = 16;

    /// <summary>What distances are measured by before they become similarities.</summary>
    public AffinityScale Scale { get; init; } = AffinityScale.None;

    /// <summary>How many windows to either side a distance is the median over, 0 … 16; 0 is the paper.</summary>
    public int Context { get; init; }

    /// <summary>How many windows to either side vote on a window's cluster, 0 … 16; 0 is the paper.</summary>
    public int Smoothing { get; init; }

    /// <summary>The number k of clusters, 1 … 64, or <see langword="null"/> to choose it by the eigengap.</summary>
    public int? Clusters { get; init; }

    /// <summary>The most clusters that the eigengap may choose, 1 … 64.</summary>
    public int MaxClusters { get; init; } = 8;

    /// <summary>How many starts of k-means to choose the best from, 1 … 1000.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>Decides k-means' starts: the same seed, the same labels.</summary>
    public int Seed { get; init; }

    /// <summary>Checks that every setting is in its range.</summary>
    /// <exception cref="SegmentationException">One is not; the message names it, its value and its range.</exception>
    public void Validate()
    {
        RequireRange(WindowSeconds, 0.01, 600, "window length in seconds");
        RequireRange(Overlap, 0, 0.9, "overlap");
        RequireRange(MaxWindows, 2, 4096, "most windows");
        RequireRange(Order, 1, 256, "model order");
        RequireRange(Lags, 1, 1024, "number of lags");
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
