using Aspire.ServiceDefaults.Settings;
using MicroGenre.FeatureExtraction.Extraction;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Data;

namespace MicroGenre.FeatureExtraction;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>Adds what the service is made of. Features are kept in Redis where one is configured, else in the process's memory.</summary>
    public static void AddFeatureExtraction(this IHostApplicationBuilder builder)
    {
        var options = builder.ReadSettings<FeatureExtractionOptions>(FeatureExtractionOptions.Section);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(new DataRoot(builder.Configuration[DataRoot.Setting]))
            .AddSingleton<CachingExtractor>();
        builder.AddContentCache(options.MemoryCacheBytes, options.CacheExpiry);
    }
}
