using System.Globalization;

namespace Grpc.Net.Wire;

/// <summary>How long a caller waits, as at most eight digits and a unit: <c>250m</c> is 250 milliseconds.</summary>
internal static class CallTimeout
{
    /// <summary>The longest time that both the wire format and a timer can hold.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private const long MaximumDigits = 99_999_999;

    public static string Format(TimeSpan timeout)
    {
        var microseconds = Math.Max(1, timeout.Ticks / TimeSpan.TicksPerMicrosecond);
        return microseconds <= MaximumDigits ? $"{microseconds}u"
            : microseconds / 1000 <= MaximumDigits ? $"{microseconds / 1000}m"
            : $"{microseconds / 1_000_000}S";
    }

    public static bool TryParse(string? text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text is not { Length: >= 2 and <= 9 } || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        long? ticksPerUnit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => null,
        };
        timeout = text[^1] == 'n' ? TimeSpan.FromTicks(value / 100) : TimeSpan.FromTicks(value * ticksPerUnit.GetValueOrDefault());
        timeout = timeout < Longest ? timeout : Longest;
        return ticksPerUnit is not null && timeout > TimeSpan.Zero;
    }
}
