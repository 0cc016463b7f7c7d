namespace MicroGenre.Client.Channels;

/// <summary>
/// Remembers that something which one can do without is away: it is left alone for a moment after it failed, then tried by one caller at a
/// time, so that all others need not wait for it. Safe for concurrent use.
/// </summary>
/// <param name="pause">How long it is left alone.</param>
/// <param name="clock">Measures the pauses.</param>
public sealed class CircuitBreaker(TimeSpan pause, TimeProvider clock)
{
    /// <summary>
    /// The pause for a service: that it is silent is found out only after seconds, which one caller in so long a time may wait.
    /// </summary>
    public static readonly TimeSpan ServicePause = TimeSpan.FromSeconds(10);

    // Zero while it is there.
    private long _retryAt;
    private int _away;

    /// <summary>Whether the caller may try it. Those who try say how it went: <see cref="Answered"/> or <see cref="Failed"/>.</summary>
    public bool MayTry()
    {
        var retryAt = Volatile.Read(ref _retryAt);
        var now = clock.GetTimestamp();
        return retryAt == 0 || (now >= retryAt && Interlocked.CompareExchange(ref _retryAt, After(now), retryAt) == retryAt);
    }

    /// <summary>It is there.</summary>
    /// <returns>Whether it was away before.</returns>
    public bool Answered()
    {
        Volatile.Write(ref _retryAt, 0);
        return Interlocked.Exchange(ref _away, 0) == 1;
    }

    /// <summary>It is away.</summary>
    /// <returns>Whether it was there before.</returns>
    public bool Failed()
    {
        Volatile.Write(ref _retryAt, After(clock.GetTimestamp()));
        return Interlocked.Exchange(ref _away, 1) == 0;
    }

    private long After(long now) => now + (long)(pause.TotalSeconds * clock.TimestampFrequency);
}
