using System.Collections.Concurrent;

namespace MicroGenre.Serving.Caching;

/// <summary>Has things made once for all who want them at the same time.</summary>
/// <typeparam name="TKey">Tells things apart.</typeparam>
/// <typeparam name="TValue">What is made.</typeparam>
public sealed class SingleFlight<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task<TValue>> _flights = new();

    /// <summary>
    /// Makes the things that nobody is making, all at once, and waits for the others. When one who is making a thing gives up, one of
    /// those who wait takes over.
    /// </summary>
    /// <param name="keys">The things; each once.</param>
    /// <param name="make">Makes some of them, in the order of the keys it is given.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The things, and whether another caller made them.</returns>
    public async Task<IReadOnlyDictionary<TKey, (TValue Value, bool Shared)>> RunAsync(
        IReadOnlyCollection<TKey> keys, Func<IReadOnlyList<TKey>, Task<IReadOnlyList<TValue>>> make, CancellationToken cancellation)
    {
        var done = new Dictionary<TKey, (TValue, bool)>(keys.Count);
        var wanted = keys;
        while (wanted.Count > 0)
        {
            var led = new List<(TKey Key, TaskCompletionSource<TValue> Made)>();
            var followed = new List<(TKey Key, Task<TValue> Flight)>();
            foreach (var key in wanted)
            {
                var made = new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
                var flight = _flights.GetOrAdd(key, made.Task);
                if (flight == made.Task)
                {
                    led.Add((key, made));
                }
                else
                {
                    followed.Add((key, flight));
                }
            }

            // What this caller leads is made before it waits for anyone, so that no two wait for each other.
            if (led.Count > 0)
            {
                foreach (var ((key, _), value) in led.Zip(await LeadAsync(led, make)))
                {
                    done[key] = (value, false);
                }
            }

            wanted = await FollowAsync(followed, done, cancellation);
        }

        return done;
    }

    /// <summary>Waits for what others make.</summary>
    /// <returns>The things that the others gave up.</returns>
    private static async Task<List<TKey>> FollowAsync(
        List<(TKey Key, Task<TValue> Flight)> followed, Dictionary<TKey, (TValue, bool)> done, CancellationToken cancellation)
    {
        var abandoned = new List<TKey>();
        foreach (var (key, flight) in followed)
        {
            try
            {
                done[key] = (await flight.WaitAsync(cancellation), true);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                abandoned.Add(key);
            }
        }

        return abandoned;
    }

    private async Task<IReadOnlyList<TValue>> LeadAsync(
        List<(TKey Key, TaskCompletionSource<TValue> Made)> led, Func<IReadOnlyList<TKey>, Task<IReadOnlyList<TValue>>> make)
    {
        // A flight is over before its end is told: whoever comes later starts a new one, and finds the thing in the cache.
        try
        {
            var values = await make([.. led.Select(flight => flight.Key)]);
            for (var i = 0; i < led.Count; i++)
            {
                _flights.TryRemove(led[i].Key, out _);
                led[i].Made.SetResult(values[i]);
            }

            return values;
        }
        catch (Exception e)
        {
            foreach (var (key, made) in led)
            {
                _flights.TryRemove(key, out _);
                if (e is OperationCanceledException)
                {
                    made.SetCanceled(CancellationToken.None);
                }
                else
                {
                    made.SetException(e);
                    _ = made.Task.Exception;
                }
            }

            throw;
        }
    }
}
