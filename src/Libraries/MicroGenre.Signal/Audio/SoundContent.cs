using System.Globalization;

namespace MicroGenre.Signal;

/// <summary>How much of some audio is audible, and so whether a prediction for it means anything.</summary>
/// <remarks>
/// A frame of <see cref="FrameMilliseconds"/> ms is audible if its loudest channel, without its mean, reaches <see cref="LeastDecibels"/>
/// dBFS. A constant offset, dither and the lowest bits of silence are not audible.
/// </remarks>
/// <param name="Duration">The length of the audio.</param>
/// <param name="Sounding">The total length of its audible frames.</param>
/// <example><code>if (AudioFile.Read("song.wav").Sound.TooLittle is { } reason) { Console.WriteLine(reason); }</code></example>
public sealed record SoundContent(TimeSpan Duration, TimeSpan Sounding)
{
    /// <summary>Length of a frame, in ms: short enough that a click counts for little more than its length.</summary>
    public const int FrameMilliseconds = 10;

    /// <summary>Root mean square from which a frame is audible, in dB relative to full scale.</summary>
    public const double LeastDecibels = -60;

    private const double LeastSeconds = 0.5;

    // A smaller audible share is too little, unless it is long in itself, like a hidden track behind silence.
    private const double LeastShare = 0.1;
    private const double LongSeconds = 10;

    /// <summary>A sentence that says why the audio has too little sound to judge; <see langword="null"/> if it has enough.</summary>
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
