using System.Globalization;
using System.Text;
using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging;

/// <summary>The tags of a track; <see langword="null"/> for missing ones.</summary>
/// <param name="Artist">The artist.</param>
/// <param name="Album">The album.</param>
/// <param name="Title">The title.</param>
/// <param name="Genre">The genres of the file, with semicolons between several.</param>
/// <param name="Year">The year of release.</param>
public sealed record TrackTags(string? Artist, string? Album, string? Title, string? Genre, int? Year)
{
    private const int YearDigits = 4;

    /// <summary>No tags.</summary>
    public static TrackTags None { get; } = new(null, null, null, null, null);

    /// <summary>Reads the tags of a file in any supported format.</summary>
    /// <param name="file">The file; seekable.</param>
    /// <exception cref="TagFormatException">The tags are malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrackTags Read(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            if (TagFormats.Detect(file) is not { } format)
            {
                return None;
            }

            file.Position = 0;
            var genre = string.Join(TagFile.Separator, format.ReadGenres(file));
            file.Position = 0;
            var texts = format.ReadTexts(file).ToList();
            return new TrackTags(Text("TPE1"), Text("TALB"), Text("TIT2"), Clean(genre), YearIn(Text("TYER")));

            string? Text(string id) => texts.Where(text => text.Id == id).Select(text => Clean(text.Text))
                .FirstOrDefault(text => text is not null);
        }
        catch (EndOfStreamException cut)
        {
            throw new TagFormatException("The file ends in the middle of its tags.", cut);
        }
    }

    // Dates start with the year: 1977, 1977-05-25.
    private static int? YearIn(string? date) =>
        date?.Length >= YearDigits
            && int.TryParse(date.AsSpan(0, YearDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    // Control characters are removed: they are not text, and databases refuse some of them.
    private static string? Clean(string? text)
    {
        var clean = new StringBuilder(text).Replace('\uFEFF', ' ');
        for (var i = 0; i < clean.Length; i++)
        {
            clean[i] = char.IsControl(clean[i]) ? ' ' : clean[i];
        }

        return clean.ToString().Trim() is { Length: > 0 } words ? words : null;
    }
}
