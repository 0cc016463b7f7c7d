using Aspire.ServiceDefaults.Settings;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.FeatureExtraction.Extraction;
using MicroGenre.Serving;
using MicroGenre.Serving.Caching;

namespace MicroGenre.FeatureExtraction;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>
    /// Adds what the service is made of. Features are kept in Redis where one is configured, else in the process's memory.
    /// </summary>
    public static void AddFeatureExtraction(this IHostApplicationBuilder builder)
    {
        var options = builder.ReadSettings<FeatureExtractionOptions>(FeatureExtractionOptions.Section);
        builder.AddServing();
        builder.AddResultCache(new FeatureFormat(options.LargestCachedFeature), options.MemoryCacheBytes, options.CacheExpiry);
        builder.Services.AddSingleton(options).AddSingleton<CachingExtractor>();
    }
}
