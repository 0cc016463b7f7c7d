using System.Collections.Concurrent;

namespace MicroGenre.Signal;

/// <summary>
/// A cache for objects that are costly to create and depend only on a key, such as filters and tables. It is cleared when it reaches its
/// capacity, so that callers with ever-changing settings cannot exhaust the memory.
/// </summary>
internal sealed class RecentlyMade<TKey, TValue>(Func<TKey, TValue> make)
    where TKey : notnull
{
    /// <summary>Maximum number of objects; programs that use few settings never reach it.</summary>
    public const int Capacity = 64;

    private readonly ConcurrentDictionary<TKey, TValue> _made = new();

    /// <summary>Number of cached objects.</summary>
    public int Count => _made.Count;

    /// <summary>
    /// Returns the object for a key, created if necessary. Concurrent callers may each get an instance of their own; these are equal.
    /// </summary>
    public TValue For(TKey key)
    {
        if (_made.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_made.Count >= Capacity)
        {
            _made.Clear();
        }

        return _made.GetOrAdd(key, make);
    }
}
