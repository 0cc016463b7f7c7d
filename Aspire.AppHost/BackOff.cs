namespace Aspire.AppHost;

/// <summary>The pause before a resource that has died is restarted.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private TimeSpan? _pause;

    /// <summary>The pause after another death: twice the last one, up to half a minute; one second after a healthy minute.</summary>
    /// <param name="healthy">How long the resource was healthy before it died.</param>
    public TimeSpan Next(TimeSpan healthy)
    {
        var next = _pause is { } last && healthy < Calm ? TimeSpan.FromTicks(Math.Min(2 * last.Ticks, LongestPause.Ticks)) : FirstPause;
        _pause = next;
        return next;
    }
}
