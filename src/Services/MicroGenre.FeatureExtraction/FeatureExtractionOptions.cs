using MicroGenre.Serving.Audio;

namespace MicroGenre.FeatureExtraction;

/// <summary>The service's settings: the section <c>FeatureExtraction</c> of its configuration.</summary>
public sealed class FeatureExtractionOptions : AudioLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "FeatureExtraction";

    /// <summary>Maximum size of a cached feature, in bytes. Default 32 MiB.</summary>
    public int LargestCachedFeature { get; init; } = 32 * 1024 * 1024;

    /// <summary>Size of the cache in memory if no Redis is configured, in bytes. Default 256 MiB.</summary>
    public long MemoryCacheBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long Redis keeps a feature. Default 30 days.</summary>
    public TimeSpan CacheExpiry { get; init; } = TimeSpan.FromDays(30);
}
