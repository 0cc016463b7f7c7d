using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging;

/// <summary>The genres in the text of a genre tag, however programs write several of them.</summary>
/// <example><code>
/// var genres = TagGenres.In("(17)Hard Rock; Blues/Jazz"); // Rock, Hard Rock, Blues/Jazz, Blues, Jazz
/// </code></example>
public static class TagGenres
{
    // Between genres in fields that hold one text. Some are part of names, too, such as Pop/Funk.
    private static readonly char[] Separators = ['/', ',', '|', '\\', '\0'];

    /// <summary>
    /// The names, each once: values between semicolons with numbers of ID3v1 resolved, and the parts of a value that holds several names.
    /// </summary>
    /// <param name="text">The text, such as <see cref="TrackTags.Genre"/>.</param>
    public static IReadOnlyList<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = GenreText.Names(text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return
        [
            .. values.SelectMany(value =>
                    (string[])[value, .. value.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
