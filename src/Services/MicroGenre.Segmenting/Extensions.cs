using Aspire.ServiceDefaults.Settings;
using MicroGenre.Segmenting.Segments;
using MicroGenre.Serving;
using MicroGenre.Serving.Caching;

namespace MicroGenre.Segmenting;

/// <summary>Registers and maps the service.</summary>
public static class Extensions
{
    /// <summary>Adds the service's components. Results are cached in Redis if it is configured, otherwise in memory.</summary>
    public static void AddSegmenting(this IHostApplicationBuilder builder)
    {
        var options = builder.ReadSettings<SegmentingOptions>(SegmentingOptions.Section);
        builder.AddServing();
        builder.AddResultCache(new SegmentFormat(), options.MemoryCacheBytes, options.CacheExpiry);
        builder.Services.AddSingleton(options).AddSingleton<CachingSegmenter>();
    }
}
