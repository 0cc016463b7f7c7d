using Aspire.ServiceDefaults.Settings;
using MicroGenre.Segmenting.Segments;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Data;

namespace MicroGenre.Segmenting;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>Adds what the service is made of. Results are kept in Redis where one is configured, else in the process's memory.</summary>
    public static void AddSegmenting(this IHostApplicationBuilder builder)
    {
        var options = builder.ReadSettings<SegmentingOptions>(SegmentingOptions.Section);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(new DataRoot(builder.Configuration[DataRoot.Setting]))
            .AddSingleton<CachingSegmenter>();
        builder.AddContentCache(options.MemoryCacheBytes, options.CacheExpiry);
    }
}
