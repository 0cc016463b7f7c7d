using MicroGenre.Client.Features;
using MicroGenre.Serving.Audio;

namespace MicroGenre.Inference;

/// <summary>The service's settings: the section <c>Inference</c> of its configuration.</summary>
public sealed class InferenceOptions : AudioLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Inference";

    /// <summary>The model for requests that name none. Default <c>gtzan</c>.</summary>
    public string DefaultModel { get; init; } = "gtzan";

    /// <summary>Maximum number of models in memory. Default 8.</summary>
    public int LoadedModels { get; init; } = 8;

    /// <summary>Interval between checks of the model repository. Default half a second.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Maximum number of tracks that wait to be classified. Default 256.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>Maximum number of tracks in a batch. Default 16.</summary>
    public int LargestBatch { get; init; } = 16;

    /// <summary>Maximum time that a track waits for others to share its batch, while nothing else is computed. Default 0.</summary>
    public TimeSpan LargestDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// Maximum time that FeatureExtraction may take for a track before its features are computed in this process. Default 2 minutes.
    /// </summary>
    public TimeSpan FeaturePatience { get; init; } = FeatureUpload.Patience;
}
