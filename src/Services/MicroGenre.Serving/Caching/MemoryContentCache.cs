namespace MicroGenre.Serving.Caching;

/// <summary>A cache in memory of limited size. The least recently used entries are evicted first.</summary>
/// <param name="capacityBytes">The capacity, in bytes.</param>
public sealed class MemoryContentCache(long capacityBytes) : IContentCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Content)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, byte[] Content)> _recent = new();
    private long _bytes;

    /// <inheritdoc/>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                return ValueTask.FromResult<byte[]?>(null);
            }

            _recent.Remove(entry);
            _recent.AddFirst(entry);
            return ValueTask.FromResult<byte[]?>(entry.Value.Content);
        }
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(string key, byte[] content, CancellationToken cancellation)
    {
        if (content.Length <= capacityBytes)
        {
            lock (_lock)
            {
                Remove(key);
                _entries[key] = _recent.AddFirst((key, content));
                _bytes += content.Length;
                while (_bytes > capacityBytes)
                {
                    Remove(_recent.Last!.Value.Key);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Remove(string key)
    {
        if (_entries.Remove(key, out var entry))
        {
            _recent.Remove(entry);
            _bytes -= entry.Value.Content.Length;
        }
    }
}
