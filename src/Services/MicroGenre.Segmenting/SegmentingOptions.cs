using MicroGenre.Serving.Audio;

namespace MicroGenre.Segmenting;

/// <summary>The service's settings: the section <c>Segmenting</c> of its configuration.</summary>
public sealed class SegmentingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Segmenting";

    /// <summary>The longest track. Default 12 hours.</summary>
    public TimeSpan LongestTrack { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How much the process keeps when no Redis is configured, in bytes. Default 16 MiB.</summary>
    public long MemoryCacheBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>How long Redis keeps a result. Default 30 days.</summary>
    public TimeSpan CacheExpiry { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The longest upload, in bytes. Default 2 GiB.</summary>
    public long LargestUpload { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>How long an upload may send nothing. Default 30 s.</summary>
    public TimeSpan UploadIdleLimit { get; init; } = UploadLimits.Default.IdleLimit;

    /// <summary>How often a caller hears how far the work is. Default every quarter of a second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What is segmented at most.</summary>
    public ExtractionLimits ExtractionLimits => ExtractionLimits.Default with { LongestTrack = LongestTrack };

    /// <summary>What is accepted of an upload.</summary>
    public UploadLimits UploadLimits => UploadLimits.Default with { MaximumBytes = LargestUpload, IdleLimit = UploadIdleLimit };
}
