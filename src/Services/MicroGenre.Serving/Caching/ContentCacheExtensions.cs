using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace MicroGenre.Serving.Caching;

/// <summary>How a service gets its cache.</summary>
public static class ContentCacheExtensions
{
    /// <summary>The name of the connection string that says where Redis is.</summary>
    public const string Connection = "cache";

    // Commands become spans only then.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    /// <summary>Adds an <see cref="IContentCache"/> and its metrics: in Redis where one is configured, else in the process's
    /// memory.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="memoryBytes">How much the process keeps when no Redis is configured, in bytes.</param>
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

    /// <summary>Adds a <see cref="ResultCache{T}"/> over an <see cref="IContentCache"/>.</summary>
    /// <typeparam name="T">The results.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="format">How results are kept.</param>
    /// <param name="memoryBytes">How much the process keeps when no Redis is configured, in bytes.</param>
    /// <param name="expiry">How long Redis keeps a result.</param>
    public static void AddResultCache<T>(this IHostApplicationBuilder builder, ICacheFormat<T> format, long memoryBytes, TimeSpan expiry)
        where T : class
    {
        builder.AddContentCache(memoryBytes, expiry);
        builder.Services.AddSingleton(format).AddSingleton<ResultCache<T>>();
    }
}
