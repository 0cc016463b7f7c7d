using Aspire.ServiceDefaults.Settings;
using MicroGenre.Segmenting.Segments;
using MicroGenre.Serving;
using MicroGenre.Serving.Caching;

namespace MicroGenre.Segmenting;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>
    /// Adds what the service is made of. Results are kept in Redis where one is configured, else in the process's memory.
    /// </summary>
    public static void AddSegmenting(this IHostApplicationBuilder builder)
    {
        var options = builder.ReadSettings<SegmentingOptions>(SegmentingOptions.Section);
        builder.AddServing();
        builder.AddResultCache(new SegmentFormat(), options.MemoryCacheBytes, options.CacheExpiry);
        builder.Services.AddSingleton(options).AddSingleton<CachingSegmenter>();
    }
}
