using MicroGenre.Serving.Audio;

namespace MicroGenre.Segmenting;

/// <summary>The service's settings: the section <c>Segmenting</c> of its configuration.</summary>
public sealed class SegmentingOptions : AudioLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Segmenting";

    /// <summary>Sets defaults for long tracks: 12 hours and 2 GiB.</summary>
    public SegmentingOptions() => (LongestTrack, LargestUpload) = (TimeSpan.FromHours(12), 2L * 1024 * 1024 * 1024);

    /// <summary>Size of the cache in memory if no Redis is configured, in bytes. Default 16 MiB.</summary>
    public long MemoryCacheBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>How long Redis keeps a result. Default 30 days.</summary>
    public TimeSpan CacheExpiry { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Interval between progress reports. Default a quarter of a second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);
}
