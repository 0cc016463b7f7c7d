using System.Diagnostics.Metrics;

namespace MicroGenre.Serving.Caching;

/// <summary>Counts cache hits and misses.</summary>
public sealed class CacheMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MicroGenre.Cache";

    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;

    /// <summary>Creates the counters.</summary>
    public CacheMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _hits = meter.CreateCounter<long>("microgenre.cache.hits", "{result}",
            "Results that were not computed: found in the cache, or computed for another request at that moment.");
        _misses = meter.CreateCounter<long>("microgenre.cache.misses", "{result}", "Results that were computed.");
    }

    /// <summary>Counts a result.</summary>
    public void Count(bool hit) => (hit ? _hits : _misses).Add(1);
}
