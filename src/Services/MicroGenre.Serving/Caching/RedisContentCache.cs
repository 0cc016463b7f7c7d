using System.Diagnostics.CodeAnalysis;
using MicroGenre.Client.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;

namespace MicroGenre.Serving.Caching;

/// <summary>
/// Keeps bytes in Redis. When Redis is absent, goes down or hangs, it is left alone for a moment and tried again by one
/// request at a time, within a bounded time: requests neither fail nor wait, and hits resume when it is back.
/// </summary>
/// <param name="configuration">Where Redis is.</param>
/// <param name="expiry">How long they are kept.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="logger">Told when Redis goes and when it comes back, once each.</param>
public sealed partial class RedisContentCache(
    ConfigurationOptions configuration, TimeSpan expiry, TimeProvider clock, ILogger<RedisContentCache> logger)
    : IContentCache, IHostedService, IDisposable
{
    /// <summary>The longest that a request waits for Redis to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long Redis is left alone after it failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CircuitBreaker _breaker = new(Pause, clock);
    private Task<ConnectionMultiplexer>? _connecting;
    private StackExchangeRedisInstrumentation? _tracing;

    /// <inheritdoc/>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellation) =>
        TryAsync<byte[]?>(async database => await database.StringGetAsync(key), cancellation);

    /// <inheritdoc/>
    public async ValueTask SetAsync(string key, byte[] content, CancellationToken cancellation) =>
        await TryAsync(database => database.StringSetAsync(key, content, expiry), cancellation);

    /// <summary>Begins to connect; requests that come before it has are answered without Redis.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Connecting never throws on a Redis that is away, and goes on by itself until it is there.
        configuration.AbortOnConnectFail = false;
        _connecting = ConnectAsync();
        return Task.CompletedTask;
    }

    /// <summary>Has commands traced; before it connects.</summary>
    public void TraceBy(StackExchangeRedisInstrumentation tracing) => _tracing = tracing;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connecting is { IsCompletedSuccessfully: true } connected)
        {
            connected.Result.Dispose();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        _tracing?.AddConnection(connection);
        return connection;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification =
        "Whatever a cache suffers, the request goes on without it.")]
    private async ValueTask<T?> TryAsync<T>(Func<IDatabase, Task<T>> operation, CancellationToken cancellation)
    {
        if (_connecting is not { IsCompleted: true } || !_breaker.MayTry())
        {
            return default;
        }

        try
        {
            var redis = await _connecting;
            if (!redis.IsConnected)
            {
                throw new TimeoutException("Not connected.");
            }

            var result = await operation(redis.GetDatabase()).WaitAsync(Patience, clock, cancellation);
            if (_breaker.Answered())
            {
                LogUp(logger);
            }

            return result;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (_breaker.Failed())
            {
                LogDown(logger, e.Message);
            }

            return default;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer; requests are computed without a cache until it does. ({Reason})")]
    private static partial void LogDown(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again; results are cached.")]
    private static partial void LogUp(ILogger logger);
}
