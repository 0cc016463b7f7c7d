using MicroGenre.Serving.Audio;

namespace MicroGenre.Segmenting;

/// <summary>The service's settings: the section <c>Segmenting</c> of its configuration.</summary>
public sealed class SegmentingOptions : AudioLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Segmenting";

    /// <summary>Takes long tracks: 12 hours and 2 GiB, unless told.</summary>
    public SegmentingOptions() => (LongestTrack, LargestUpload) = (TimeSpan.FromHours(12), 2L * 1024 * 1024 * 1024);

    /// <summary>How much the process keeps when no Redis is configured, in bytes. Default 16 MiB.</summary>
    public long MemoryCacheBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>How long Redis keeps a result. Default 30 days.</summary>
    public TimeSpan CacheExpiry { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often a caller hears how far the work is. Default every quarter of a second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);
}
