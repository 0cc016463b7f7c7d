using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace MicroGenre.Serving.Caching;

/// <summary>Registers caches.</summary>
public static class ContentCacheExtensions
{
    /// <summary>The name of Redis's connection string.</summary>
    public const string Connection = "cache";

    // Commands are traced only if a collector is configured.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    /// <summary>Adds an <see cref="IContentCache"/> with metrics: in Redis if it is configured, otherwise in memory.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="memoryBytes">Size of the cache in memory if no Redis is configured, in bytes.</param>
    /// <param name="expiry">How long Redis keeps a result.</param>
    public static void AddContentCache(this IHostApplicationBuilder builder, long memoryBytes, TimeSpan expiry)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<CacheMetrics>();
        if (builder.Configuration.GetConnectionString(Connection) is { Length: > 0 } redis)
        {
            var configuration = ConfigurationOptions.Parse(redis);
            builder.Services
                .AddSingleton(services => new RedisContentCache(
                    configuration, expiry, TimeProvider.System, services.GetRequiredService<ILogger<RedisContentCache>>()))
                .AddSingleton<IContentCache>(services => services.GetRequiredService<RedisContentCache>())
                .AddHostedService(services => services.GetRequiredService<RedisContentCache>())
                .ConfigureOpenTelemetryTracerProvider(tracing => tracing
                    .AddRedisInstrumentation(redis => redis.FlushInterval = FlushInterval)
                    .ConfigureRedisInstrumentation((services, redis) => services.GetRequiredService<RedisContentCache>().TraceBy(redis)));
        }
        else
        {
            builder.Services.AddSingleton<IContentCache>(new MemoryContentCache(memoryBytes));
        }
    }

    /// <summary>Adds a <see cref="ResultCache{T}"/> with an <see cref="IContentCache"/>.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="builder">The service's builder.</param>
    /// <param name="format">The format of cached results.</param>
    /// <param name="memoryBytes">Size of the cache in memory if no Redis is configured, in bytes.</param>
    /// <param name="expiry">How long Redis keeps a result.</param>
    public static void AddResultCache<T>(this IHostApplicationBuilder builder, ICacheFormat<T> format, long memoryBytes, TimeSpan expiry)
        where T : class
    {
        builder.AddContentCache(memoryBytes, expiry);
        builder.Services.AddSingleton(format).AddSingleton<ResultCache<T>>();
    }
}
