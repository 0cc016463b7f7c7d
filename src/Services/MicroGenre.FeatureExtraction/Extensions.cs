using MicroGenre.Contracts.Serving;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.FeatureExtraction.Extraction;
using StackExchange.Redis;

namespace MicroGenre.FeatureExtraction;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>The name of the connection string that says where Redis is.</summary>
    public const string CacheConnection = "cache";

    /// <summary>Adds what the service is made of. Features are kept in Redis where one is configured, else in the process's memory.</summary>
    public static void AddFeatureExtraction(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(FeatureExtractionOptions.Section).Get<FeatureExtractionOptions>() ?? new FeatureExtractionOptions();
        builder.Services
            .AddSingleton(options)
            .AddSingleton(new DataRoot(builder.Configuration["DataRoot"]))
            .AddSingleton<ExtractionMetrics>()
            .AddSingleton<CachingExtractor>();

        if (builder.Configuration.GetConnectionString(CacheConnection) is { Length: > 0 } redis)
        {
            var configuration = ConfigurationOptions.Parse(redis);
            builder.Services
                .AddSingleton(services => new RedisFeatureCache(configuration, options.CacheExpiry, TimeProvider.System, services.GetRequiredService<ILogger<RedisFeatureCache>>()))
                .AddSingleton<IFeatureCache>(services => services.GetRequiredService<RedisFeatureCache>())
                .AddHostedService(services => services.GetRequiredService<RedisFeatureCache>());
        }
        else
        {
            builder.Services.AddSingleton<IFeatureCache>(new MemoryFeatureCache(options.MemoryCacheBytes));
        }
    }
}
