using Aspire.ServiceDefaults.Settings;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.FeatureExtraction.Extraction;
using MicroGenre.Serving;
using MicroGenre.Serving.Caching;

namespace MicroGenre.FeatureExtraction;

/// <summary>Registers and maps the service.</summary>
public static class Extensions
{
    /// <summary>Adds the service's components. Features are cached in Redis if it is configured, otherwise in memory.</summary>
    public static void AddFeatureExtraction(this IHostApplicationBuilder builder)
    {
        var options = builder.ReadSettings<FeatureExtractionOptions>(FeatureExtractionOptions.Section);
        builder.AddServing();
        builder.AddResultCache(new FeatureFormat(options.LargestCachedFeature), options.MemoryCacheBytes, options.CacheExpiry);
        builder.Services.AddSingleton(options).AddSingleton<CachingExtractor>();
    }
}
