using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Tests;

/// <summary>
/// The smallest files of each kind, written byte by byte: with a title and, where the kind has them, a picture; their audio is a known run
/// of bytes.
/// </summary>
internal static class Minimal
{
    public const string Title = "A title, ünd more";

    /// <summary>What stands for audio.</summary>
    public static byte[] Audio { get; } = [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * 7) + (i >> 8)))];

    /// <summary>What stands for a picture.</summary>
    public static byte[] Picture { get; } = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 13))];

    /// <summary>Every kind, by the name that a test shows.</summary>
    public static IReadOnlyDictionary<string, Func<string?, byte[]>> Kinds { get; } =
        new Dictionary<string, Func<string?, byte[]>>(StringComparer.Ordinal)
    {
        ["mp3-2.2"] = genre => Mp3(2, genre),
        ["mp3-2.3"] = genre => Mp3(3, genre),
        ["mp3-2.4"] = genre => Mp3(4, genre),
        ["mp3-unsynchronised"] = genre => Mp3(3, genre, unsynchronised: true),
        ["wav"] = genre => Chunks("RIFF", "WAVE", "id3 ", genre, isBig: false),
        ["aiff"] = genre => Chunks("FORM", "AIFF", "ID3 ", genre, isBig: true),
        ["flac"] = Flac,
        ["vorbis"] = genre => Ogg(genre, isOpus: false),
        ["opus"] = genre => Ogg(genre, isOpus: true),
        ["mp4"] = genre => Mp4(genre, indexFirst: true),
        ["mp4-index-last"] = genre => Mp4(genre, indexFirst: false),
    };

    public static byte[] MpegFrames => [0xFF, 0xFB, 0x90, 0x00, .. Audio];

    public static byte[] Id3(int version, string? genre, bool unsynchronised = false, string text = Title, int pictureLength = 70_000)
    {
        var (title, kind, picture) = version == 2 ? ("TT2", "TCO", "PIC") : ("TIT2", "TCON", "APIC");
        byte[] frames =
        [
            .. Frame(title, [0, .. Encoding.Latin1.GetBytes(text)]),
            .. genre is null ? [] : Frame(kind, [1, 0xFF, 0xFE, .. Encoding.Unicode.GetBytes(genre)]),
            .. Frame(picture,
                [0, .. version == 2 ? "PNG"u8 : "image/png\0"u8, 3, .. "c\0"u8, .. Picture[..pictureLength], 0xFF, 0xE0, 0xFF, 0x00]),
            .. new byte[100],
        ];
        if (unsynchronised)
        {
            frames =
                [.. frames.SelectMany((octet, i) => octet == 0xFF && i + 1 < frames.Length && (frames[i + 1] >= 0xE0 || frames[i + 1] == 0)
                    ? (byte[])[octet, 0] : [octet])];
        }

        return [.. "ID3"u8, (byte)version, 0, (byte)(unsynchronised ? 0x80 : 0), .. Synchsafe(frames.Length), .. frames];

        byte[] Frame(string id, byte[] content) =>
        [
            .. Encoding.ASCII.GetBytes(id),
            .. version switch { 2 => Big(content.Length)[1..], 3 => Big(content.Length), _ => Synchsafe(content.Length) },
            .. version == 2 ? [] : new byte[2],
            .. content,
        ];
    }

    public static byte[] Big(long number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    public static byte[] Little(long number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)];

    public static byte[] Box(string kind, params byte[][] contents)
    {
        byte[] content = [.. contents.SelectMany(part => part)];
        return [.. Big(8 + content.Length), .. Encoding.Latin1.GetBytes(kind), .. content];
    }

    /// <summary>A page, its checksum computed bit by bit.</summary>
    public static byte[] Page(byte flags, long granule, uint sequence, byte[] laces, byte[] content)
    {
        byte[] page = [.. "OggS"u8, 0, flags, .. BitConverter.GetBytes(granule), .. Little(77), .. Little(sequence), 0, 0, 0, 0,
            (byte)laces.Length, .. laces, .. content];
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Checksum(page));
        return page;
    }

    public static uint Checksum(byte[] page)
    {
        var sum = 0u;
        foreach (var octet in page)
        {
            sum ^= (uint)octet << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 0x80000000) != 0 ? (sum << 1) ^ 0x04C11DB7 : sum << 1;
            }
        }

        return sum;
    }

    private static byte[] Synchsafe(int number) =>
        [(byte)(number >> 21), (byte)((number >> 14) & 0x7F), (byte)((number >> 7) & 0x7F), (byte)(number & 0x7F)];

    private static byte[] Mp3(int version, string? genre, bool unsynchronised = false) =>
        [.. Id3(version, genre, unsynchronised), .. MpegFrames, .. "TAG"u8, .. new byte[124], 255];

    private static byte[] Chunks(string form, string kind, string tag, string? genre, bool isBig)
    {
        byte[] Number(long number) => isBig ? Big(number) : Little(number);
        byte[] Chunk(string id, byte[] content) =>
            [.. Encoding.ASCII.GetBytes(id), .. Number(content.Length), .. content, .. new byte[content.Length & 1]];
        byte[] content =
        [
            .. Encoding.ASCII.GetBytes(kind),
            .. Chunk("fmt ", new byte[16]),
            .. genre is null ? [] : Chunk(tag, Id3(3, genre)),
            .. Chunk(isBig ? "SSND" : "data", Audio[1..]),
            .. Chunk("LIST", [.. Encoding.Latin1.GetBytes(Title)]),
        ];
        return [.. Encoding.ASCII.GetBytes(form), .. Number(content.Length), .. content];
    }

    private static byte[] Comment(string? genre)
    {
        byte[][] fields = [Encoding.UTF8.GetBytes($"TITLE={Title}"),
            .. genre is null ? (byte[][])[] : [Encoding.UTF8.GetBytes($"Genre={genre}")], [.. "METADATA_BLOCK_PICTURE="u8, .. Picture]];
        return [.. Little(4), .. "them"u8, .. Little(fields.Length),
            .. fields.SelectMany(field => (byte[])[.. Little(field.Length), .. field])];
    }

    private static byte[] Flac(string? genre)
    {
        byte[] Block(int kind, byte[] content) => [(byte)kind, .. Big(content.Length)[1..], .. content];
        return [.. "fLaC"u8, .. Block(0, new byte[34]), .. Block(6, Picture), .. genre is null ? [] : Block(4, Comment(genre)),
            .. Block(0x81, new byte[20]), .. Audio];
    }

    private static byte[] Ogg(string? genre, bool isOpus)
    {
        byte[] first = isOpus ? [.. "OpusHead"u8, .. new byte[11]] : [1, .. "vorbis"u8, .. new byte[23]];
        byte[] comment = isOpus ? [.. "OpusTags"u8, .. Comment(genre), 0, 0, 0] : [3, .. "vorbis"u8, .. Comment(genre), 1];
        byte[][] packets = isOpus ? [comment] : [comment, [5, .. "vorbis"u8, .. Audio[..700]]];
        var segments = packets.SelectMany(packet => packet.Chunk(255).Concat(packet.Length % 255 == 0 ? [[]] : (byte[][])[])).ToList();
        var sequence = 1u;
        return
        [
            .. Page(2, 0, 0, [(byte)first.Length], first),
            .. segments.Chunk(255).SelectMany(part =>
                Page(0, 0, sequence++, [.. part.Select(segment => (byte)segment.Length)], [.. part.SelectMany(segment => segment)])),
            .. Audio.Chunk(200).SelectMany((part, i) => Page(0, (i + 1) * 960L, sequence++, [(byte)part.Length], part)),
        ];
    }

    /// <summary>The audio lies at two offsets, which the index names.</summary>
    private static byte[] Mp4(string? genre, bool indexFirst)
    {
        var type = Box("ftyp", "M4A "u8.ToArray(), new byte[4]);
        var media = Box("mdat", Audio);
        var index = Index(0);
        var audio = type.Length + 8 + (indexFirst ? index.Length : 0);
        return indexFirst ? [.. type, .. Index(audio), .. media] : [.. type, .. media, .. Index(audio)];

        byte[] Index(long at)
        {
            var table = Box("stco", [0, 0, 0, 0, .. Big(2), .. Big(at), .. Big(at + 2000)]);
            var track = Box(
                "trak", Box("mdia", Box("minf", Box("stbl", table, Box("co64", [0, 0, 0, 0, .. Big(1), 0, 0, 0, 0, .. Big(at + 1000)])))));
            var items = Box("ilst", Item("©nam", Title), genre is null ? [] : Item("©gen", genre), Box("covr", Picture));
            var tags = Box("udta", Box("meta", [0, 0, 0, 0], Box("hdlr", new byte[25]), items), new byte[4]);
            return Box("moov", Box("mvhd", new byte[100]), track, tags, Box("free", new byte[10]));
        }

        byte[] Item(string kind, string text) => Box(kind, Box("data", [0, 0, 0, 1, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]));
    }
}
