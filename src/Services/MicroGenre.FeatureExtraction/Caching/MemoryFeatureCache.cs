namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>Keeps features in the process's memory, up to a number of bytes; those not asked for the longest go first.</summary>
/// <param name="capacityBytes">The most bytes kept.</param>
public sealed class MemoryFeatureCache(long capacityBytes) : IFeatureCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FeatureKey, LinkedListNode<(FeatureKey Key, CachedFeature Feature)>> _entries = [];
    private readonly LinkedList<(FeatureKey Key, CachedFeature Feature)> _recent = new();
    private long _bytes;

    /// <inheritdoc/>
    public ValueTask<CachedFeature?> GetAsync(FeatureKey key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                return ValueTask.FromResult<CachedFeature?>(null);
            }

            _recent.Remove(entry);
            _recent.AddFirst(entry);
            return ValueTask.FromResult<CachedFeature?>(entry.Value.Feature);
        }
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(FeatureKey key, CachedFeature feature, CancellationToken cancellation)
    {
        if (feature.Bytes.Length <= capacityBytes)
        {
            lock (_lock)
            {
                Remove(key);
                _entries[key] = _recent.AddFirst((key, feature));
                _bytes += feature.Bytes.Length;
                while (_bytes > capacityBytes)
                {
                    Remove(_recent.Last!.Value.Key);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Remove(FeatureKey key)
    {
        if (_entries.Remove(key, out var entry))
        {
            _recent.Remove(entry);
            _bytes -= entry.Value.Feature.Bytes.Length;
        }
    }
}
