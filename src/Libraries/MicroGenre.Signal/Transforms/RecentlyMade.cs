using System.Collections.Concurrent;

namespace MicroGenre.Signal;

/// <summary>
/// Things that are costly to make and the same for everyone who asks with the same key, such as filters and tables. It holds a limited
/// number and starts afresh when that is reached, so that callers who ask for ever other settings cannot fill the memory.
/// </summary>
internal sealed class RecentlyMade<TKey, TValue>(Func<TKey, TValue> make)
    where TKey : notnull
{
    /// <summary>The most that are held at a time; a program that works with few settings, as all do, never reaches it.</summary>
    public const int Capacity = 64;

    private readonly ConcurrentDictionary<TKey, TValue> _made = new();

    /// <summary>Number of things held now.</summary>
    public int Count => _made.Count;

    /// <summary>
    /// The thing for a key, made if it is not held. Threads that ask at once may each get one of their own, which are equal.
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
