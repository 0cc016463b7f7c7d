using System.Globalization;

namespace MicroGenre.Signal;

/// <summary>
/// How much there is to hear in audio: whether a judgement of it rests on anything. Frames of <see cref="FrameMilliseconds"/> ms sound when
/// the loudest channel, less its mean, is at least <see cref="LeastDecibels"/> dBFS: a constant offset, dither and the lowest bits of
/// silence do not.
/// </summary>
/// <param name="Duration">How long the audio lasts.</param>
/// <param name="Sounding">How much of it sounds.</param>
/// <example><code>if (AudioFile.Read("song.wav").Sound.TooLittle is { } reason) { Console.WriteLine(reason); }</code></example>
public sealed record SoundContent(TimeSpan Duration, TimeSpan Sounding)
{
    /// <summary>Length of a frame, in ms: short enough that a click does not count for more than it lasts.</summary>
    public const int FrameMilliseconds = 10;

    /// <summary>Root mean square from which a frame sounds, in dB relative to full scale.</summary>
    public const double LeastDecibels = -60;

    private const double LeastSeconds = 0.5;

    // Sound in less than this share of the audio is too little, unless it lasts long all the same, as a hidden track behind silence does.
    private const double LeastShare = 0.1;
    private const double LongSeconds = 10;

    /// <summary>Why there is too little sound to judge, as a sentence; <see langword="null"/> when there is enough.</summary>
    public string? TooLittle => (Duration.TotalSeconds, Sounding.TotalSeconds) switch
    {
        ( < LeastSeconds, _) => Text($"The audio lasts {Duration.TotalSeconds:0.##} s; at least {LeastSeconds} s of sound is needed."),
        (var duration, 0) => Text($"Nothing in {duration:0.##} s of audio is louder than {LeastDecibels} dBFS."),
        (var duration, < LeastSeconds and var heard) => Text(
            $"Only {heard:0.##} s in {duration:0.##} s of audio is louder than {LeastDecibels} dBFS; at least {LeastSeconds} s is needed."),
        (var duration, < LongSeconds and var sounding) when sounding < LeastShare * duration =>
            Text($"Only {sounding:0.##} s in {duration:0.##} s of audio is louder than {LeastDecibels} dBFS."),
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
