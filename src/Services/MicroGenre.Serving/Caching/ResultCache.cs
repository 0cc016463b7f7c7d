using System.Diagnostics;
using MicroGenre.Contracts;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Serving.Caching;

/// <summary>A result with its origin and timing.</summary>
/// <param name="Value">The result.</param>
/// <param name="CacheHit">Whether it did not have to be computed for this request.</param>
/// <param name="Timing">The time it took.</param>
public sealed record CachedResult<T>(T Value, bool CacheHit, Timing Timing);

/// <summary>Serialises results for the cache.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
public interface ICacheFormat<T>
{
    /// <summary>Serialises a result; <see langword="null"/> if it should not be cached.</summary>
    byte[]? Write(T value);

    /// <summary>Deserialises a result; <see langword="null"/> if the bytes have another format.</summary>
    T? Read(byte[] bytes);
}

/// <summary>
/// Returns results from the cache, or computes and caches them. Concurrent requests for the same result compute it once, and no more
/// computations run at the same time than there are processors.
/// </summary>
/// <typeparam name="T">The type of the results.</typeparam>
public sealed class ResultCache<T>(IContentCache cache, ICacheFormat<T> format, CacheMetrics metrics) : IDisposable
    where T : class
{
    private readonly SingleFlight<string, CachedResult<T>> _flights = new();
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <summary>Returns results and computes missing ones.</summary>
    /// <param name="keys">The keys, in any order, with repetitions allowed.</param>
    /// <param name="compute">Computes the results of some keys, in their order.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The results, in the order of the keys.</returns>
    public async Task<IReadOnlyList<CachedResult<T>>> GetAsync(
        IReadOnlyList<string> keys, Func<IReadOnlyList<string>, IReadOnlyList<T>> compute, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(compute);
        var clock = Stopwatch.StartNew();
        var results = await _flights.RunAsync(
            [.. keys.Distinct(StringComparer.Ordinal)], led => FindOrComputeAsync(led, compute, cancellation), cancellation);
        return [.. keys.Select(key => Counted(results[key], clock.Elapsed))];
    }

    /// <summary>Returns results if all of them are cached; otherwise <see langword="null"/>.</summary>
    /// <inheritdoc cref="GetAsync" path="/param"/>
    public async Task<IReadOnlyList<CachedResult<T>>?> FindAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var results = new CachedResult<T>[keys.Count];
        for (var i = 0; i < results.Length; i++)
        {
            if (await FindAsync(keys[i], cancellation) is not { } found)
            {
                return null;
            }

            results[i] = found;
        }

        foreach (var result in results)
        {
            metrics.Count(result.CacheHit);
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _processors.Dispose();

    private CachedResult<T> Counted((CachedResult<T> Result, bool Shared) made, TimeSpan waited)
    {
        var result = made.Shared ? made.Result with { CacheHit = true, Timing = new Timing { QueueSeconds = waited.TotalSeconds } }
            : made.Result;
        metrics.Count(result.CacheHit);
        return result;
    }

    private async Task<IReadOnlyList<CachedResult<T>>> FindOrComputeAsync(
        IReadOnlyList<string> keys, Func<IReadOnlyList<string>, IReadOnlyList<T>> compute, CancellationToken cancellation)
    {
        var results = new CachedResult<T>?[keys.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await FindAsync(keys[i], cancellation);
        }

        int[] missing = [.. Enumerable.Range(0, results.Length).Where(i => results[i] is null)];
        if (missing.Length > 0)
        {
            var computed = await ComputeAsync([.. missing.Select(i => keys[i])], compute, cancellation);
            foreach (var (i, result) in missing.Zip(computed))
            {
                results[i] = result;
                if (format.Write(result.Value) is { } bytes)
                {
                    await cache.SetAsync(keys[i], bytes, cancellation);
                }
            }
        }

        return results!;
    }

    private async Task<CachedResult<T>?> FindAsync(string key, CancellationToken cancellation)
    {
        using var span = ServingSpans.Start("cache");
        var begin = Stopwatch.GetTimestamp();
        var found = await cache.GetAsync(key, cancellation) is { } bytes ? format.Read(bytes) : null;
        span?.SetTag("microgenre.cache.hit", found is not null);
        return found is not null
            ? new CachedResult<T>(found, true, new Timing { FeatureSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds }) : null;
    }

    private async Task<IEnumerable<CachedResult<T>>> ComputeAsync(
        IReadOnlyList<string> keys, Func<IReadOnlyList<string>, IReadOnlyList<T>> compute, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using (ServingSpans.Start("queue"))
        {
            await _processors.WaitAsync(cancellation);
        }

        using var span = ServingSpans.Start("compute");
        try
        {
            var waited = clock.Elapsed;
            var computed = await Task.Run(() => compute(keys), cancellation);
            var timing = new Timing { QueueSeconds = waited.TotalSeconds, ComputeSeconds = (clock.Elapsed - waited).TotalSeconds };
            return computed.Select(value => new CachedResult<T>(value, false, timing));
        }
        finally
        {
            _processors.Release();
        }
    }
}
