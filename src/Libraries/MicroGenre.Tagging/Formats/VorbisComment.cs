using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>Vorbis comments (xiph.org/vorbis/doc/v-comment.html): <c>FIELD=value</c> in UTF-8, any number of times.</summary>
/// <param name="Vendor">The encoder, as bytes.</param>
/// <param name="Comments">The fields, as bytes.</param>
/// <param name="Rest">The bytes behind them: Vorbis' framing bit, Opus' padding.</param>
internal sealed record VorbisComment(byte[] Vendor, IReadOnlyList<byte[]> Comments, byte[] Rest)
{
    private const string Field = "GENRE=";

    private static readonly Dictionary<string, string> FramesByField = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TITLE"] = "TIT2", ["ARTIST"] = "TPE1", ["ALBUM"] = "TALB", ["DATE"] = "TYER", ["YEAR"] = "TYER",
    };

    /// <summary>A comment without fields.</summary>
    public static VorbisComment Empty { get; } = new("MicroGenre"u8.ToArray(), [], []);

    /// <summary>The genres; empty if there are none.</summary>
    public IReadOnlyList<string> Genres =>
        GenreText.Names(Comments.Where(IsGenre).Select(comment => Encoding.UTF8.GetString(comment)[Field.Length..]));

    /// <summary>Its fields for title, artist, album and year as ID3v2 frames.</summary>
    public IEnumerable<TextFrame> Frames => Comments
        .Select(comment => Encoding.UTF8.GetString(comment).Split('=', 2))
        .Where(parts => parts.Length == 2 && FramesByField.ContainsKey(parts[0]))
        .Select(parts => new TextFrame(FramesByField[parts[0]], parts[1]));

    /// <exception cref="TagFormatException">A length exceeds the bytes.</exception>
    public static VorbisComment Parse(ReadOnlySpan<byte> bytes)
    {
        var vendor = Take(ref bytes, Number(ref bytes)).ToArray();
        var comments = new List<byte[]>();
        for (var left = Number(ref bytes); left > 0; left--)
        {
            comments.Add(Take(ref bytes, Number(ref bytes)).ToArray());
        }

        return new VorbisComment(vendor, comments, bytes.ToArray());
    }

    /// <summary>Serialises the comment with other genres, each in a field of its own.</summary>
    public byte[] With(IReadOnlyList<string> genres)
    {
        var bytes = new MemoryStream();
        var others = Comments.Where(comment => !IsGenre(comment));
        IReadOnlyList<byte[]> comments = [.. others, .. genres.Select(genre => Encoding.UTF8.GetBytes(Field + genre))];
        Write(bytes, Vendor);
        WriteNumber(bytes, comments.Count);
        foreach (var comment in comments)
        {
            Write(bytes, comment);
        }

        bytes.Write(Rest);
        return bytes.ToArray();
    }

    private static bool IsGenre(byte[] comment) =>
        comment.Length >= Field.Length && Ascii.EqualsIgnoreCase(comment.AsSpan(0, Field.Length), Field);

    private static uint Number(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, uint count)
    {
        if (count > bytes.Length)
        {
            throw new TagFormatException("Its Vorbis comment claims to be longer than it is.");
        }

        var taken = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return taken;
    }

    private static void Write(Stream bytes, byte[] text)
    {
        WriteNumber(bytes, text.Length);
        bytes.Write(text);
    }

    private static void WriteNumber(Stream bytes, int number)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, number);
        bytes.Write(four);
    }
}
