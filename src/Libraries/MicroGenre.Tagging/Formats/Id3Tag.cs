using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MicroGenre.Signal.Decoding;

namespace MicroGenre.Tagging.Formats;

/// <summary>An ID3v2 tag (id3.org, versions 2.2, 2.3 and 2.4). All frames but the genre are kept byte for byte.</summary>
internal sealed class Id3Tag
{
    /// <summary>The length of a header, of the tag or of a frame, in bytes.</summary>
    public const int HeaderLength = Id3v2Header.Length;

    private const int NewPadding = 1024;
    private const int Unsynchronised = 0x80;
    private const int ExtendedHeader = 0x40;

    private static readonly SearchValues<byte> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    private static readonly Dictionary<string, string> FramesById = new(StringComparer.Ordinal)
    {
        ["TT2"] = "TIT2", ["TP1"] = "TPE1", ["TAL"] = "TALB", ["TYE"] = "TYER",
        ["TIT2"] = "TIT2", ["TPE1"] = "TPE1", ["TALB"] = "TALB", ["TYER"] = "TYER", ["TDRC"] = "TYER",
    };

    private readonly byte _version;
    private readonly bool _framesUnsynchronised;
    private readonly List<(string Id, byte[] Bytes)> _frames;

    private Id3Tag(byte version, bool framesUnsynchronised, int length, List<(string Id, byte[] Bytes)> frames)
    {
        _version = version;
        _framesUnsynchronised = framesUnsynchronised;
        Length = length;
        _frames = frames;
    }

    /// <summary>The length in bytes, with header, padding and footer; 0 for a new tag.</summary>
    public int Length { get; }

    /// <summary>The genres; empty if there are none.</summary>
    public IReadOnlyList<string> Genres =>
        GenreText.First(_frames.Where(frame => frame.Id == GenreId).Select(frame => GenreText.Id3Names(ValuesOf(frame.Bytes))));

    /// <summary>The texts for title, artist, album and year, with their names in version 2.3.</summary>
    public IEnumerable<TextFrame> Frames =>
        _frames.Where(frame => FramesById.ContainsKey(frame.Id)).Select(frame => new TextFrame(FramesById[frame.Id], TextOf(frame.Bytes)));

    private string GenreId => _version == 2 ? "TCO" : "TCON";

    private int FrameHeaderLength => _version == 2 ? 6 : HeaderLength;

    /// <summary>Creates a tag of version 2.3, which every player reads.</summary>
    /// <param name="fields">Its texts. Of several with the same name, the first that is not empty counts.</param>
    public static Id3Tag Of(IEnumerable<TextFrame> fields) =>
        new(3, false, 0, [.. fields
            .Where(field => field.Text.Length > 0)
            .DistinctBy(field => field.Id)
            .Select(field => (field.Id, NewFrame(3, field)))]);

    /// <summary>
    /// The length of the tag that starts at a position, including its header; <see langword="null"/> if no tag starts there.
    /// </summary>
    /// <exception cref="TagFormatException">The tag is longer than the file.</exception>
    public static int? LengthAt(Stream file, long position)
    {
        file.Position = Math.Min(position, file.Length);
        var header = new byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.AsSpan().StartsWith("ID3"u8))
        {
            return null;
        }

        // A malformed tag is no longer than its header; parsing it will report the error.
        var length = Math.Max(HeaderLength, Id3v2Header.LengthOfTag(header));
        return length <= file.Length - position ? length : throw new TagFormatException("Its ID3 tag is longer than the file.");
    }

    /// <summary>Parses a tag at the start of some bytes.</summary>
    /// <exception cref="TagFormatException">The tag is malformed or missing.</exception>
    public static Id3Tag Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("ID3"u8))
        {
            throw new TagFormatException("Its ID3 tag is missing where it should be.");
        }

        var (version, flags, length) = (bytes[3], bytes[5], Id3v2Header.LengthOfTag(bytes));
        if (version is < 2 or > 4 || length == 0)
        {
            throw new TagFormatException($"Its ID3 tag has version 2.{version}, which is unknown, or no length.");
        }

        if (length > bytes.Length)
        {
            throw new TagFormatException("Its ID3 tag is longer than the file.");
        }

        ReadOnlySpan<byte> body = bytes.Slice(HeaderLength, Id3v2Header.Synchsafe(bytes[6..]));
        var isUnsynchronised = (flags & Unsynchronised) != 0;
        if (version < 4 && isUnsynchronised)
        {
            body = Synchronise(body);
            isUnsynchronised = false;
        }

        if (version == 2 && (flags & ExtendedHeader) != 0)
        {
            throw new TagFormatException("Its ID3 tag uses a compression that the standard never defined.");
        }

        if (version > 2 && (flags & ExtendedHeader) != 0)
        {
            body = WithoutExtendedHeader(version, body);
        }

        return TryParseFrames(version, body, synchsafe: version == 4) is { } frames ? new Id3Tag(version, isUnsynchronised, length, frames)
            : version == 4 && TryParseFrames(version, body, synchsafe: false) is { } odd
                ? new Id3Tag(version, isUnsynchronised, length, odd)
            : throw new TagFormatException("Its ID3 tag has malformed frames.");
    }

    /// <summary>Serialises the tag with other genres, in the same length if it fits.</summary>
    /// <remarks>Zeros separate them in every version: version 2.4 demands it, and readers of older ones expect it.</remarks>
    public byte[] WithGenres(IReadOnlyList<string> genres)
    {
        var frame = NewFrame(_version, new TextFrame(GenreId, string.Join('\0', genres.Select(GenreText.Escape))));
        var used = HeaderLength + _frames.Where(kept => kept.Id != GenreId).Sum(kept => kept.Bytes.Length) + frame.Length;
        var bytes = new byte[used <= Length ? Length : used + NewPadding];
        "ID3"u8.CopyTo(bytes);
        bytes[3] = _version;
        bytes[5] = (byte)(_framesUnsynchronised ? Unsynchronised : 0);
        WriteSynchsafe(bytes.AsSpan(6), bytes.Length - HeaderLength);
        var at = HeaderLength;
        foreach (var kept in _frames.Where(kept => kept.Id != GenreId).Select(kept => kept.Bytes).Append(frame))
        {
            kept.CopyTo(bytes, at);
            at += kept.Length;
        }

        return bytes;
    }

    private static void WriteSynchsafe(Span<byte> bytes, int value)
    {
        if (value >= 1 << 28)
        {
            throw new TagFormatException("Its ID3 tag would exceed the maximum length of the format.");
        }

        for (var i = 3; i >= 0; i--)
        {
            bytes[i] = (byte)(value & 0x7F);
            value >>= 7;
        }
    }

    /// <summary>Removes the zeros that keep tags from looking like MPEG frames.</summary>
    private static byte[] Synchronise(ReadOnlySpan<byte> body)
    {
        var bytes = new List<byte>(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            bytes.Add(body[i]);
            if (body[i] == 0xFF && i + 1 < body.Length && body[i + 1] == 0)
            {
                i++;
            }
        }

        return [.. bytes];
    }

    /// <summary>Removes the extended header, which holds at most a checksum, which would no longer match.</summary>
    private static ReadOnlySpan<byte> WithoutExtendedHeader(byte version, ReadOnlySpan<byte> body)
    {
        var length = body.Length < 4 ? -1 : version == 4 ? Id3v2Header.Synchsafe(body) : 4L + BinaryPrimitives.ReadUInt32BigEndian(body);
        return length is >= 4 && length <= body.Length
            ? body[(int)length..]
            : throw new TagFormatException("Its ID3 tag has a malformed extended header.");
    }

    private static List<(string Id, byte[] Bytes)>? TryParseFrames(byte version, ReadOnlySpan<byte> body, bool synchsafe)
    {
        var (idLength, headerLength) = version == 2 ? (3, 6) : (4, HeaderLength);
        var frames = new List<(string Id, byte[] Bytes)>();
        while (body.Length >= headerLength && body[0] != 0)
        {
            var size = body[idLength..];
            long length = version == 2 ? (size[0] << 16) | (size[1] << 8) | size[2]
                : synchsafe ? Id3v2Header.Synchsafe(size)
                : BinaryPrimitives.ReadUInt32BigEndian(size);
            if (body[..idLength].IndexOfAnyExcept(IdCharacters) >= 0
                || (synchsafe && size[..4].IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0)
                || length > body.Length - headerLength)
            {
                return null;
            }

            frames.Add((Encoding.ASCII.GetString(body[..idLength]), body[..(int)(headerLength + length)].ToArray()));
            body = body[(int)(headerLength + length)..];
        }

        // The rest is padding.
        return body.IndexOfAnyExcept((byte)0) < 0 ? frames : null;
    }

    /// <summary>Creates a frame with a text.</summary>
    private static byte[] NewFrame(byte version, TextFrame field)
    {
        var (idLength, headerLength) = version == 2 ? (3, 6) : (4, HeaderLength);
        var content = Content(version, field);
        var frame = new byte[headerLength + content.Length];
        Encoding.ASCII.GetBytes(field.Id, frame);
        var size = frame.AsSpan(idLength);
        if (version == 2)
        {
            (size[0], size[1], size[2]) = ((byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length);
        }
        else if (version == 3)
        {
            BinaryPrimitives.WriteInt32BigEndian(size, content.Length);
        }
        else
        {
            WriteSynchsafe(size, content.Length);
        }

        content.CopyTo(frame, headerLength);
        return frame;
    }

    private static byte[] Content(byte version, TextFrame field)
    {
        // A comment starts with a language and a description, which is left empty.
        var isComment = field.Id == "COMM";
        ReadOnlySpan<byte> language = isComment ? "eng"u8 : [];
        return version == 4 ? [3, .. language, .. isComment ? [0] : (byte[])[], .. Encoding.UTF8.GetBytes(field.Text)]
            : field.Text.All(c => c <= 0xFF) ? [0, .. language, .. isComment ? [0] : (byte[])[], .. Encoding.Latin1.GetBytes(field.Text)]
            : [1, .. language, .. isComment ? [0xFF, 0xFE, 0, 0] : (byte[])[], .. Encoding.Unicode.GetBytes(WithMarks(field.Text))];
    }

    // Each of several values has a mark of its own.
    private static string WithMarks(string text) => $"\uFEFF{text.Replace("\0", "\0\uFEFF", StringComparison.Ordinal)}";

    private string TextOf(byte[] frame) => string.Join("; ", ValuesOf(frame));

    private string[] ValuesOf(byte[] frame)
    {
        const int unsynchronised = 0x02;
        const int lengthInFront = 0x01;
        var flags = _version > 2 ? frame[9] : 0;
        if (_version == 3 ? flags != 0 : (flags & ~(unsynchronised | lengthInFront)) != 0)
        {
            // Compressed, encrypted or otherwise encoded: there is a genre, but it cannot be read.
            return ["(in a form that is not read)"];
        }

        ReadOnlySpan<byte> content = frame.AsSpan(FrameHeaderLength);
        content = _framesUnsynchronised || (flags & unsynchronised) != 0 ? Synchronise(content) : content;
        content = (flags & lengthInFront) != 0 ? content[Math.Min(4, content.Length)..] : content;
        if (content.IsEmpty)
        {
            return [];
        }

        var text = content[0] switch
        {
            1 when content.Length > 2 && content[1] == 0xFE && content[2] == 0xFF => Encoding.BigEndianUnicode.GetString(content[1..]),
            1 => Encoding.Unicode.GetString(content[1..]),
            2 => Encoding.BigEndianUnicode.GetString(content[1..]),
            3 => Encoding.UTF8.GetString(content[1..]),
            _ => Encoding.Latin1.GetString(content[1..]),
        };
        return [.. text.Split('\0').Select(part => part.Trim('\uFEFF')).Where(part => part.Length > 0)];
    }
}
