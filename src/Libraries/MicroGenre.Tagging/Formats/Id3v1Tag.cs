using System.Text;
using MicroGenre.Signal.Decoding;

namespace MicroGenre.Tagging.Formats;

/// <summary>An ID3v1 tag (id3.org/ID3v1): the last 128 bytes of a file, with fields of fixed length and a number for the genre.</summary>
/// <param name="Bytes">The tag.</param>
internal sealed record Id3v1Tag(byte[] Bytes)
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 128;

    private const int GenreAt = 127;

    /// <summary>The genre; empty if there is none.</summary>
    public IReadOnlyList<string> Genres => Id3v1Genres.NameOf(Bytes[GenreAt]) is { } genre ? [genre] : [];

    /// <summary>Its fields as ID3v2 frames.</summary>
    public IEnumerable<TextFrame> Frames
    {
        get
        {
            // Version 1.1 stores the track number in the last byte of the comment, behind a zero.
            var hasTrack = Bytes[125] == 0 && Bytes[126] != 0;
            return
            [
                new("TIT2", Text(3, 30)), new("TPE1", Text(33, 30)), new("TALB", Text(63, 30)), new("TYER", Text(93, 4)),
                new("COMM", Text(97, hasTrack ? 28 : 30)), new("TRCK", hasTrack ? $"{Bytes[126]}" : ""),
            ];
        }
    }

    /// <summary>Reads the tag that ends at a position; <see langword="null"/> if there is none.</summary>
    public static Id3v1Tag? Read(Stream file, long from, long end)
    {
        const int before = 3;
        if (end - from < before + Length)
        {
            return null;
        }

        file.Position = end - Length - before;
        var bytes = file.ReadBytes(before + Length);

        // The signature of an APE tag contains that of this one.
        return bytes.AsSpan(before).StartsWith("TAG"u8) && !bytes.AsSpan().StartsWith(ApeFooter.Mark) ? new Id3v1Tag(bytes[before..])
            : null;
    }

    /// <summary>Serialises the tag with another genre: its number, or <see cref="Id3v1Genres.None"/> if it has no number.</summary>
    public byte[] WithGenres(IReadOnlyList<string> genres) => [.. Bytes[..GenreAt], Id3v1Genres.NumberOf(genres[0])];

    private string Text(int at, int length)
    {
        var text = Bytes.AsSpan(at, length);
        var end = text.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? text : text[..end]).TrimEnd();
    }
}
