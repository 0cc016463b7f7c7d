using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MicroGenre.Signal.Decoding;

namespace MicroGenre.Tagging.Formats;

/// <summary>
/// An ID3v2 tag (id3.org, versions 2.2, 2.3 and 2.4): frames, of which all but the genre's are kept as the bytes they are.
/// </summary>
internal sealed class Id3Tag
{
    /// <summary>The length of a tag's header and of a frame's, in bytes.</summary>
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

    /// <summary>Its length in bytes, with header, padding and footer; 0 for a new one.</summary>
    public int Length { get; }

    /// <summary>The genre; <see langword="null"/> where there is none.</summary>
    public string? Genre =>
        _frames.Where(frame => frame.Id == GenreId).Select(frame => TextOf(frame.Bytes)).FirstOrDefault(text => text.Length > 0);

    /// <summary>Its texts for title, artist, album and year, by their names in version 2.3.</summary>
    public IEnumerable<TextFrame> Frames =>
        _frames.Where(frame => FramesById.ContainsKey(frame.Id)).Select(frame => new TextFrame(FramesById[frame.Id], TextOf(frame.Bytes)));

    private string GenreId => _version == 2 ? "TCO" : "TCON";

    private int FrameHeaderLength => _version == 2 ? 6 : HeaderLength;

    /// <summary>A new tag of version 2.3, which every player reads.</summary>
    /// <param name="fields">Its texts; of several with the same name the first that is not empty counts.</param>
    public static Id3Tag Of(IEnumerable<TextFrame> fields) =>
        new(3, false, 0, [.. fields
            .Where(field => field.Text.Length > 0)
            .DistinctBy(field => field.Id)
            .Select(field => (field.Id, NewFrame(3, field)))]);

    /// <summary>The length of the tag that begins at a position, with its header; <see langword="null"/> where none begins.</summary>
    /// <exception cref="TagFormatException">It is longer than the file.</exception>
    public static int? LengthAt(Stream file, long position)
    {
        file.Position = Math.Min(position, file.Length);
        var header = new byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.AsSpan().StartsWith("ID3"u8))
        {
            return null;
        }

        // What is malformed is no longer than its header: whoever parses it will say so.
        var length = Math.Max(HeaderLength, Id3v2Header.LengthOfTag(header));
        return length <= file.Length - position ? length : throw new TagFormatException("Its ID3 tag is longer than the file.");
    }

    /// <summary>Parses the tag at the beginning of bytes.</summary>
    /// <exception cref="TagFormatException">It is malformed, or there is none.</exception>
    public static Id3Tag Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("ID3"u8))
        {
            throw new TagFormatException("There is something else where its ID3 tag should be.");
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

    /// <summary>The tag's bytes with another genre: as long as it was, where it fits.</summary>
    public byte[] WithGenre(string genre)
    {
        var frame = NewFrame(_version, new TextFrame(GenreId, genre));
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
            throw new TagFormatException("Its ID3 tag would be longer than one can be.");
        }

        for (var i = 3; i >= 0; i--)
        {
            bytes[i] = (byte)(value & 0x7F);
            value >>= 7;
        }
    }

    /// <summary>Takes out the zeros that keep tags from looking like MPEG frames.</summary>
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

    /// <summary>What follows the extended header, which holds a checksum at most, and that of frames that change.</summary>
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

        // What is left is padding.
        return body.IndexOfAnyExcept((byte)0) < 0 ? frames : null;
    }

    /// <summary>A frame with a text.</summary>
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
        // A comment has a language and a description in front, which is left empty.
        var isComment = field.Id == "COMM";
        ReadOnlySpan<byte> language = isComment ? "eng"u8 : [];
        return version == 4 ? [3, .. language, .. isComment ? [0] : (byte[])[], .. Encoding.UTF8.GetBytes(field.Text)]
            : field.Text.All(c => c <= 0xFF) ? [0, .. language, .. isComment ? [0] : (byte[])[], .. Encoding.Latin1.GetBytes(field.Text)]
            : [1, .. language, .. isComment ? [0xFF, 0xFE, 0, 0] : (byte[])[], 0xFF, 0xFE, .. Encoding.Unicode.GetBytes(field.Text)];
    }

    private string TextOf(byte[] frame)
    {
        const int unsynchronised = 0x02;
        const int lengthInFront = 0x01;
        var flags = _version > 2 ? frame[9] : 0;
        if (_version == 3 ? flags != 0 : (flags & ~(unsynchronised | lengthInFront)) != 0)
        {
            // Compressed, encrypted or otherwise wrapped: there is a genre, whatever it is.
            return "(in a form that is not read)";
        }

        ReadOnlySpan<byte> content = frame.AsSpan(FrameHeaderLength);
        content = _framesUnsynchronised || (flags & unsynchronised) != 0 ? Synchronise(content) : content;
        content = (flags & lengthInFront) != 0 ? content[Math.Min(4, content.Length)..] : content;
        if (content.IsEmpty)
        {
            return "";
        }

        var text = content[0] switch
        {
            1 when content.Length > 2 && content[1] == 0xFE && content[2] == 0xFF => Encoding.BigEndianUnicode.GetString(content[1..]),
            1 => Encoding.Unicode.GetString(content[1..]),
            2 => Encoding.BigEndianUnicode.GetString(content[1..]),
            3 => Encoding.UTF8.GetString(content[1..]),
            _ => Encoding.Latin1.GetString(content[1..]),
        };
        var parts = text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('\uFEFF'));
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }
}
