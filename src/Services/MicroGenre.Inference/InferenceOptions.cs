using MicroGenre.Client.Features;
using MicroGenre.Serving.Audio;

namespace MicroGenre.Inference;

/// <summary>The service's settings: the section <c>Inference</c> of its configuration.</summary>
public sealed class InferenceOptions : AudioLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Inference";

    /// <summary>The model that answers when a request names none. Default <c>gtzan</c>.</summary>
    public string DefaultModel { get; init; } = "gtzan";

    /// <summary>How many models are held in memory. Default 8.</summary>
    public int LoadedModels { get; init; } = 8;

    /// <summary>How often the repository is looked at. Default every half second.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many tracks may wait to be classified. Default 256.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>How many tracks are classified together. Default 16.</summary>
    public int LargestBatch { get; init; } = 16;

    /// <summary>
    /// How long a track may wait for others to be classified together with, while nothing else is computed. Default not at all.
    /// </summary>
    public TimeSpan LargestDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How long FeatureExtraction may take for a track, before its features are computed in this process. Default 2 minutes.
    /// </summary>
    public TimeSpan FeaturePatience { get; init; } = FeatureUpload.Patience;
}
