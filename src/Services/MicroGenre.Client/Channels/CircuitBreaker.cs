namespace MicroGenre.Client.Channels;

/// <summary>
/// A circuit breaker for an optional dependency. After a failure, the dependency is not tried during a pause; then one caller at a time
/// tries it while the others do without. Thread-safe.
/// </summary>
/// <param name="pause">The pause after a failure.</param>
/// <param name="clock">The clock for the pauses.</param>
public sealed class CircuitBreaker(TimeSpan pause, TimeProvider clock)
{
    /// <summary>
    /// The pause for services. It takes seconds to notice that a service is silent; at most one caller per pause waits that long.
    /// </summary>
    public static readonly TimeSpan ServicePause = TimeSpan.FromSeconds(10);

    // Zero while the dependency is available.
    private long _retryAt;
    private int _away;

    /// <summary>
    /// Whether the caller may try the dependency. If so, it must report the result with <see cref="Answered"/> or <see cref="Failed"/>.
    /// </summary>
    public bool MayTry()
    {
        var retryAt = Volatile.Read(ref _retryAt);
        var now = clock.GetTimestamp();
        return retryAt == 0 || (now >= retryAt && Interlocked.CompareExchange(ref _retryAt, After(now), retryAt) == retryAt);
    }

    /// <summary>Reports that the dependency is available.</summary>
    /// <returns>Whether it was unavailable before.</returns>
    public bool Answered()
    {
        Volatile.Write(ref _retryAt, 0);
        return Interlocked.Exchange(ref _away, 0) == 1;
    }

    /// <summary>Reports that the dependency is unavailable.</summary>
    /// <returns>Whether it was available before.</returns>
    public bool Failed()
    {
        Volatile.Write(ref _retryAt, After(clock.GetTimestamp()));
        return Interlocked.Exchange(ref _away, 1) == 0;
    }

    private long After(long now) => now + (long)(pause.TotalSeconds * clock.TimestampFrequency);
}
