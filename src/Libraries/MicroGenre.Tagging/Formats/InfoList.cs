using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>
/// A <c>LIST</c> chunk of kind <c>INFO</c> in a WAV file (Multimedia Programming Interface 1.0, chapter 2): texts with four-letter names.
/// </summary>
internal sealed class InfoList
{
    private const string GenreId = "IGNR";
    private const char Separator = ';';
    private const int Header = 8;

    private static readonly byte[] Kind = "INFO"u8.ToArray();

    private static readonly Dictionary<string, string> FramesById = new(StringComparer.Ordinal)
    {
        ["INAM"] = "TIT2", ["IART"] = "TPE1", ["IPRD"] = "TALB", ["ICRD"] = "TYER", ["ITRK"] = "TRCK", ["IPRT"] = "TRCK", ["ICMT"] = "COMM",
    };

    private readonly List<(string Id, byte[] Bytes)> _texts;

    private InfoList(List<(string Id, byte[] Bytes)> texts) => _texts = texts;

    /// <summary>A list without texts.</summary>
    public static InfoList Empty { get; } = new([]);

    /// <summary>The genres; empty if there are none. The list has one text for all of them, with semicolons between.</summary>
    public IReadOnlyList<string> Genres => GenreText.First(_texts.Where(text => text.Id == GenreId)
        .Select(text => GenreText.Names(TextOf(text.Bytes).Split(Separator, StringSplitOptions.TrimEntries))));

    /// <summary>Its fields as ID3v2 frames.</summary>
    public IEnumerable<TextFrame> Frames =>
        _texts.Where(text => FramesById.ContainsKey(text.Id)).Select(text => new TextFrame(FramesById[text.Id], TextOf(text.Bytes)));

    /// <summary>Parses the content of a chunk; <see langword="null"/> if it is a list of another kind.</summary>
    /// <exception cref="TagFormatException">The list is malformed.</exception>
    public static InfoList? Parse(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Kind))
        {
            return null;
        }

        var texts = new List<(string Id, byte[] Bytes)>();
        for (content = content[Kind.Length..]; content.Length >= Header;)
        {
            var length = Header + (long)BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
            if (length > content.Length)
            {
                throw new TagFormatException("Its LIST chunk has a text that is longer than the chunk.");
            }

            texts.Add((Encoding.Latin1.GetString(content[..4]), content[..(int)length].ToArray()));
            content = content[(int)Math.Min(content.Length, length + (length & 1))..];
        }

        return content.IndexOfAnyExcept((byte)0) < 0
            ? new InfoList(texts)
            : throw new TagFormatException("Its LIST chunk ends in the middle of a text.");
    }

    /// <summary>Serialises the chunk's content with other genres.</summary>
    public byte[] WithGenres(IReadOnlyList<string> genres)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(string.Join($"{Separator} ", genres)), 0];
        var entry = new byte[Header + text.Length];
        Encoding.ASCII.GetBytes(GenreId, entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), text.Length);
        text.CopyTo(entry, Header);

        var at = _texts.FindIndex(kept => kept.Id == GenreId);
        var entries = _texts.Where(kept => kept.Id != GenreId).Select(kept => kept.Bytes).ToList();
        entries.Insert(at < 0 ? entries.Count : at, entry);
        return [.. Kind, .. entries.SelectMany(kept => (byte[])[.. kept, .. new byte[kept.Length & 1]])];
    }

    /// <summary>Decodes a text: UTF-8 if it is valid, otherwise the Windows code page of old files.</summary>
    private static string TextOf(byte[] entry)
    {
        var text = entry.AsSpan(Header);
        var end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        return (System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text).Trim();
    }
}
