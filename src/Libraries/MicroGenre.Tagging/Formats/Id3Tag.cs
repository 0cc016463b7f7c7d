using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>An ID3v2 tag (id3.org, versions 2.2, 2.3 and 2.4): frames, of which all but the genre's are kept as the bytes they are.</summary>
internal sealed class Id3Tag
{
    /// <summary>The length of a tag's header and of a frame's, in bytes.</summary>
    public const int HeaderLength = 10;

    private const int NewPadding = 1024;
    private const int Unsynchronised = 0x80;
    private const int ExtendedHeader = 0x40;
    private const int Footer = 0x10;

    private static readonly SearchValues<byte> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    private readonly byte _version;
    private readonly int _length;
    private readonly List<(string Id, byte[] Bytes)> _frames;

    private Id3Tag(byte version, int length, List<(string Id, byte[] Bytes)> frames)
    {
        _version = version;
        _length = length;
        _frames = frames;
    }

    /// <summary>A tag of version 2.3, which every player reads, without a frame.</summary>
    public static Id3Tag Empty { get; } = new(3, 0, []);

    /// <summary>The genre; <see langword="null"/> where there is none.</summary>
    public string? Genre => _frames.Where(frame => frame.Id == GenreId).Select(frame => TextOf(frame.Bytes)).FirstOrDefault(text => text.Length > 0);

    private string GenreId => _version == 2 ? "TCO" : "TCON";

    private int FrameHeaderLength => _version == 2 ? 6 : HeaderLength;

    /// <summary>The length of the tag that a header begins, with the header.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header) =>
        HeaderLength + Synchsafe(header[6..]) + (header[3] == 4 && (header[5] & Footer) != 0 ? HeaderLength : 0);

    /// <summary>Parses the tag at the beginning of bytes; <see langword="null"/> where there is none.</summary>
    /// <exception cref="TagFormatException">It is malformed.</exception>
    public static Id3Tag? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("ID3"u8))
        {
            return null;
        }

        var (version, flags, length) = (bytes[3], bytes[5], LengthOf(bytes));
        if (version is < 2 or > 4 || bytes[6..10].IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0)
        {
            throw new TagFormatException($"Its ID3 tag has version 2.{version}, which is unknown, or no length.");
        }

        if (length > bytes.Length)
        {
            throw new TagFormatException("Its ID3 tag is longer than the file.");
        }

        ReadOnlySpan<byte> body = bytes.Slice(HeaderLength, Synchsafe(bytes[6..]));
        if (version < 4 && (flags & Unsynchronised) != 0)
        {
            body = Synchronise(body);
        }

        if (version == 2 && (flags & ExtendedHeader) != 0)
        {
            throw new TagFormatException("Its ID3 tag is compressed in a way that was never laid down.");
        }

        if (version > 2 && (flags & ExtendedHeader) != 0)
        {
            body = WithoutExtendedHeader(version, body);
        }

        return TryParseFrames(version, body, synchsafe: version == 4) is { } frames ? new Id3Tag(version, length, frames)
            : version == 4 && TryParseFrames(version, body, synchsafe: false) is { } odd ? new Id3Tag(version, length, odd)
            : throw new TagFormatException("Its ID3 tag has malformed frames.");
    }

    /// <summary>The tag's bytes with another genre: as long as it was, where it fits.</summary>
    public byte[] WithGenre(string genre)
    {
        var frame = GenreFrame(genre);
        var used = HeaderLength + _frames.Where(kept => kept.Id != GenreId).Sum(kept => kept.Bytes.Length) + frame.Length;
        var bytes = new byte[used <= _length ? _length : used + NewPadding];
        "ID3"u8.CopyTo(bytes);
        bytes[3] = _version;
        WriteSynchsafe(bytes.AsSpan(6), bytes.Length - HeaderLength);
        var at = HeaderLength;
        foreach (var kept in _frames.Where(kept => kept.Id != GenreId).Select(kept => kept.Bytes).Append(frame))
        {
            kept.CopyTo(bytes, at);
            at += kept.Length;
        }

        return bytes;
    }

    private static int Synchsafe(ReadOnlySpan<byte> bytes) => (bytes[0] << 21) | (bytes[1] << 14) | (bytes[2] << 7) | bytes[3];

    private static void WriteSynchsafe(Span<byte> bytes, int value)
    {
        if (value >= 1 << 28)
        {
            throw new TagFormatException("Its ID3 tag would be longer than one can be.");
        }

        (bytes[0], bytes[1], bytes[2], bytes[3]) = ((byte)(value >> 21 & 0x7F), (byte)(value >> 14 & 0x7F), (byte)(value >> 7 & 0x7F), (byte)(value & 0x7F));
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
        var length = body.Length < 4 ? -1 : version == 4 ? Synchsafe(body) : 4L + BinaryPrimitives.ReadUInt32BigEndian(body);
        return length is >= 4 && length <= body.Length ? body[(int)length..] : throw new TagFormatException("Its ID3 tag has a malformed extended header.");
    }

    private static List<(string Id, byte[] Bytes)>? TryParseFrames(byte version, ReadOnlySpan<byte> body, bool synchsafe)
    {
        var (idLength, headerLength) = version == 2 ? (3, 6) : (4, HeaderLength);
        var frames = new List<(string Id, byte[] Bytes)>();
        while (body.Length >= headerLength && body[0] != 0)
        {
            var size = body[idLength..];
            long length = version == 2 ? (size[0] << 16) | (size[1] << 8) | size[2] : synchsafe ? Synchsafe(size) : BinaryPrimitives.ReadUInt32BigEndian(size);
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

    private string TextOf(byte[] frame)
    {
        ReadOnlySpan<byte> content = frame.AsSpan(FrameHeaderLength);
        if (_version > 2 && frame[9] != 0)
        {
            // Compressed, encrypted or otherwise wrapped: there is a genre, whatever it is.
            return "(in a form that is not read)";
        }

        if (content.IsEmpty)
        {
            return "";
        }

        var text = content[0] switch
        {
            1 => Encoding.Unicode.GetString(content[1..]),
            2 => Encoding.BigEndianUnicode.GetString(content[1..]),
            3 => Encoding.UTF8.GetString(content[1..]),
            _ => Encoding.Latin1.GetString(content[1..]),
        };
        if (content[0] == 1 && content.Length > 2 && content[1] == 0xFE && content[2] == 0xFF)
        {
            text = Encoding.BigEndianUnicode.GetString(content[1..]);
        }

        return string.Join("; ", text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('\uFEFF')).Where(part => part.Length > 0));
    }

    private byte[] GenreFrame(string genre)
    {
        byte[] content = _version == 4 ? [3, .. Encoding.UTF8.GetBytes(genre)]
            : genre.All(c => c <= 0xFF) ? [0, .. Encoding.Latin1.GetBytes(genre)]
            : [1, 0xFF, 0xFE, .. Encoding.Unicode.GetBytes(genre)];
        var frame = new byte[FrameHeaderLength + content.Length];
        Encoding.ASCII.GetBytes(GenreId, frame);
        if (_version == 2)
        {
            (frame[3], frame[4], frame[5]) = ((byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length);
        }
        else if (_version == 3)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), content.Length);
        }
        else
        {
            WriteSynchsafe(frame.AsSpan(4), content.Length);
        }

        content.CopyTo(frame, FrameHeaderLength);
        return frame;
    }
}
