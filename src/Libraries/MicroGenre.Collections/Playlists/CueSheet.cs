using System.Globalization;
using System.Text;

namespace MicroGenre.Collections.Playlists;

/// <summary>
/// Writes the parts of a mix as a cue sheet (CDRWIN User's Guide, appendix A), by which players jump from part to part. The title of a part
/// is its genre; remarks hold its probability and its energy.
/// </summary>
/// <example><code>
/// MixPart[] parts = [new(0, 312.5, "House", 0.82, -9.1), new(312.5, 700, "Techno", 0.64, -7.8)];
/// File.WriteAllText("mix.cue", CueSheet.Of("mix.mp3", "Friday", parts));
/// </code></example>
public static class CueSheet
{
    /// <summary>Most parts that a cue sheet holds.</summary>
    public const int MostParts = 99;

    private const int FramesPerSecond = 75;

    /// <summary>The text of a cue sheet.</summary>
    /// <param name="file">The audio file, by its path from the cue sheet's folder.</param>
    /// <param name="title">The title of the mix.</param>
    /// <param name="parts">The parts in order, at most <see cref="MostParts"/>.</param>
    /// <exception cref="ArgumentException">There is no part, or there are too many.</exception>
    public static string Of(string file, string title, IReadOnlyList<MixPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count is < 1 or > MostParts)
        {
            throw new ArgumentException($"A cue sheet holds 1 to {MostParts} parts, not {parts.Count}.", nameof(parts));
        }

        var text = new StringBuilder();
        Line($"TITLE {Quoted(title)}");
        Line($"FILE {Quoted(file)} {KindOf(file)}");
        foreach (var (i, part) in parts.Index())
        {
            Line($"  TRACK {i + 1:00} AUDIO");
            Line($"    TITLE {Quoted(part.Genre)}");
            Line($"    REM GENRE {Quoted(part.Genre)}");
            Line($"    REM PROBABILITY {part.Probability:0.00}");
            if (part.Level is { } level)
            {
                Line($"    REM LEVEL {level:0.0} dBFS");
            }

            Line($"    INDEX 01 {Time(part.Start)}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Minutes, seconds and frames of a CD.</summary>
    private static string Time(double seconds)
    {
        var frames = (long)Math.Round(seconds * FramesPerSecond);
        var (minutes, rest) = Math.DivRem(frames, 60 * FramesPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{minutes:00}:{rest / FramesPerSecond:00}:{rest % FramesPerSecond:00}");
    }

    // The format cannot escape quotation marks.
    private static string Quoted(string text) => $"\"{text.Replace('"', '\'').ReplaceLineEndings(" ")}\"";

    // All formats but these are called WAVE, also those that the format does not know.
    private static string KindOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".MP3" => "MP3",
        ".AIF" or ".AIFF" => "AIFF",
        _ => "WAVE",
    };
}
