using System.Globalization;

namespace MicroGenre.Signal;

/// <summary>What a damaged file lost on its way to samples. Tags (ID3, APE, Lyrics3) are no damage.</summary>
/// <param name="SkippedBytes">How many bytes were skipped because they are neither audio nor a known tag.</param>
/// <param name="SecondsLost">How many seconds of audio are damaged or missing: by what the file says of its own length, or, where it says
/// nothing, by the size of the gaps.
/// </param>
public sealed record AudioDamage(long SkippedBytes, double SecondsLost)
{
    /// <summary>Less than this is rounding: a codec's delay, an incomplete last frame.</summary>
    private const double LeastSeconds = 0.05;

    /// <summary>Whether a part of the audio is lost.</summary>
    public bool IsPartial => SecondsLost > 0;

    /// <summary>The damage, or <see langword="null"/> where there is none worth a word.</summary>
    internal static AudioDamage? Of(long skippedBytes, double secondsLost)
    {
        var noticeable = secondsLost < LeastSeconds ? 0 : secondsLost;
        return skippedBytes > 0 || noticeable > 0 ? new AudioDamage(skippedBytes, noticeable) : null;
    }

    /// <summary>One clause for people: <c>1.88 s of audio are damaged or missing; skipped 400 bytes that are not audio</c>.</summary>
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
