using System.Globalization;

namespace MicroGenre.Signal;

/// <summary>The damage found in an audio file. Tags (ID3, APE, Lyrics3) do not count as damage.</summary>
/// <param name="SkippedBytes">Number of skipped bytes that are neither audio nor a known tag.</param>
/// <param name="SecondsLost">Seconds of audio that are damaged or missing, measured against the length that the file states, or against the
/// size of the gaps if it states none.</param>
public sealed record AudioDamage(long SkippedBytes, double SecondsLost)
{
    /// <summary>Shorter losses are rounding errors, such as a codec's delay or an incomplete last frame; in seconds.</summary>
    private const double LeastSeconds = 0.05;

    /// <summary>Whether audio was lost.</summary>
    public bool IsPartial => SecondsLost > 0;

    /// <summary>Describes the damage; <see langword="null"/> if it is negligible.</summary>
    internal static AudioDamage? Of(long skippedBytes, double secondsLost)
    {
        var noticeable = secondsLost < LeastSeconds ? 0 : secondsLost;
        return skippedBytes > 0 || noticeable > 0 ? new AudioDamage(skippedBytes, noticeable) : null;
    }

    /// <summary>
    /// The damage as a clause to show to users: <c>1.88 s of audio are damaged or missing; skipped 400 bytes that are not audio</c>.
    /// </summary>
    public override string ToString()
    {
        string?[] facts =
        [
            IsPartial ? string.Create(CultureInfo.InvariantCulture, $"{SecondsLost:0.##} s of audio are damaged or missing") : null,
            SkippedBytes > 0 ? string.Create(CultureInfo.InvariantCulture,
                $"skipped {SkippedBytes} {(SkippedBytes == 1 ? "byte that is" : "bytes that are")} not audio") : null,
        ];
        return string.Join("; ", facts.Where(fact => fact is not null));
    }
}
