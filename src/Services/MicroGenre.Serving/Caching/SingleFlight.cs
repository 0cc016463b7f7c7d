using System.Collections.Concurrent;

namespace MicroGenre.Serving.Caching;

/// <summary>Creates values once for all concurrent callers that need them.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class SingleFlight<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task<TValue>> _flights = new();

    /// <summary>
    /// Creates the values that no other caller is creating and waits for the others. If a caller that is creating a value gives up, one of
    /// the waiting callers takes over.
    /// </summary>
    /// <param name="keys">The keys, without repetitions.</param>
    /// <param name="make">Creates the values of some keys, in their order.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The values, and whether another caller created them.</returns>
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

            // This caller's own values are created before it waits for others, so that no two callers wait for each other.
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

    /// <summary>Waits for values that others create.</summary>
    /// <returns>The keys whose callers gave up.</returns>
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
        // The flight is removed before its completion is signalled: later callers start a new one and find the value in the cache.
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
