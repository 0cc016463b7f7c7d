using System.Diagnostics.Metrics;

namespace MicroGenre.FeatureExtraction.Extraction;

/// <summary>What the service counts.</summary>
public sealed class ExtractionMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MicroGenre.FeatureExtraction";

    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;

    /// <summary>Sets the counters up.</summary>
    public ExtractionMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _hits = meter.CreateCounter<long>("microgenre.cache.hits", "{feature}", "Features that were not computed: found in the cache, or computed for another request at that moment.");
        _misses = meter.CreateCounter<long>("microgenre.cache.misses", "{feature}", "Features that were computed.");
    }

    /// <summary>Counts a feature.</summary>
    public void Count(bool hit) => (hit ? _hits : _misses).Add(1);
}
