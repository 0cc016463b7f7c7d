using MicroGenre.Serving.Audio;

namespace MicroGenre.FeatureExtraction;

/// <summary>The service's settings: the section <c>FeatureExtraction</c> of its configuration.</summary>
public sealed class FeatureExtractionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "FeatureExtraction";

    /// <summary>The longest track. Default 4 hours.</summary>
    public TimeSpan LongestTrack { get; init; } = ExtractionLimits.Default.LongestTrack;

    /// <summary>The most bytes of a request's features together. Default 256 MiB.</summary>
    public long LargestFeatures { get; init; } = ExtractionLimits.Default.LargestFeatures;

    /// <summary>A larger feature is not kept in the cache. Default 32 MiB.</summary>
    public int LargestCachedFeature { get; init; } = 32 * 1024 * 1024;

    /// <summary>How much the process keeps when no Redis is configured, in bytes. Default 256 MiB.</summary>
    public long MemoryCacheBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long Redis keeps a feature. Default 30 days.</summary>
    public TimeSpan CacheExpiry { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The longest upload, in bytes. Default 512 MiB.</summary>
    public long LargestUpload { get; init; } = UploadLimits.Default.MaximumBytes;

    /// <summary>How long an upload may send nothing. Default 30 s.</summary>
    public TimeSpan UploadIdleLimit { get; init; } = UploadLimits.Default.IdleLimit;

    /// <summary>What is computed at most.</summary>
    public ExtractionLimits ExtractionLimits => new(LongestTrack, LargestFeatures);

    /// <summary>What is accepted of an upload.</summary>
    public UploadLimits UploadLimits => UploadLimits.Default with { MaximumBytes = LargestUpload, IdleLimit = UploadIdleLimit };
}
