using System.Diagnostics.CodeAnalysis;
using MicroGenre.Client.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;

namespace MicroGenre.Serving.Caching;

/// <summary>
/// A cache in Redis. If Redis is missing, goes down or hangs, it is left alone for a moment and then tried by one request at a time, within
/// a time limit. Requests neither fail nor wait, and hits resume when Redis is back.
/// </summary>
/// <param name="configuration">The connection settings.</param>
/// <param name="expiry">How long entries are kept.</param>
/// <param name="clock">The clock for the pauses.</param>
/// <param name="logger">Logs when Redis becomes unavailable and when it is back, once each.</param>
public sealed partial class RedisContentCache(
    ConfigurationOptions configuration, TimeSpan expiry, TimeProvider clock, ILogger<RedisContentCache> logger)
    : IContentCache, IHostedService, IDisposable
{
    /// <summary>Maximum time that a request waits for Redis.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause after a failure.</summary>
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

    /// <summary>Starts to connect. Requests before the connection is open are answered without Redis.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Connecting does not throw if Redis is unavailable, and continues in the background until it succeeds.
        configuration.AbortOnConnectFail = false;
        _connecting = ConnectAsync();
        return Task.CompletedTask;
    }

    /// <summary>Traces commands. Call it before the connection is opened.</summary>
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
        "A request continues without the cache, whatever its problem.")]
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
