using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>
/// MP4 (ISO 14496-12) with iTunes' items: <c>moov/udta/meta/ilst/©gen</c>. If the audio moves, its table of offsets is updated.
/// </summary>
internal sealed class Mp4Format : ITagFormat
{
    private const int BoxHeader = 8;
    private const long LongestIndex = 256L * 1024 * 1024;
    private const string Item = "©gen";
    private const string NumberedItem = "gnre";

    private static readonly Dictionary<string, string> FramesByItem = new(StringComparer.Ordinal)
    {
        ["©nam"] = "TIT2", ["©ART"] = "TPE1", ["©alb"] = "TALB", ["©day"] = "TYER",
    };

    private static readonly string[] OnTheWayToOffsets = ["trak", "mdia", "minf", "stbl"];

    public string Name => "MP4 item";

    public IReadOnlyList<string> ReadGenres(Stream file)
    {
        var (from, to) = IndexOf(file);
        var udta = Content(Index(file, from, to), "udta");
        return GenreText.First(
        [
            Content(Content(udta, "meta"), "ilst") is { } items ? GenresOf(items) : [],
            udta is null ? [] : GenreText.Names(QuickTimeGenresOf(udta)),
        ]);
    }

    public IEnumerable<TextFrame> ReadTexts(Stream file)
    {
        var (from, to) = IndexOf(file);
        var items = Content(Content(Content(Index(file, from, to), "udta"), "meta"), "ilst");
        return Boxes(items)
            .Where(box => FramesByItem.ContainsKey(box.Kind))
            .SelectMany(box => DataOf(box.Bytes).Select(data => new TextFrame(FramesByItem[box.Kind], Encoding.UTF8.GetString(data))));
    }

    /// <summary>Fragments, which <c>mvex</c> announces, contain their own offsets.</summary>
    public string? ObstacleIn(Stream file)
    {
        var (from, to) = IndexOf(file);
        return Boxes(Index(file, from, to)).Exists(box => box.Kind == "mvex") ? "it is an MP4 file in fragments" : null;
    }

    public void Write(Stream source, Stream target, IReadOnlyList<string> genres)
    {
        var (from, to) = IndexOf(source);
        var boxes = Boxes(Index(source, from, to));

        var index = Box("moov", Join(WithGenres(boxes, genres)));
        Move(index, BoxHeader, index.Length, from, index.Length - (to - from));
        source.CopyRange(target, 0, from);
        target.Write(index);
        source.CopyRange(target, to, source.Length);
    }

    /// <summary>The range of the file's index, including its header.</summary>
    private static (long From, long To) IndexOf(Stream file)
    {
        for (long at = 0; at + BoxHeader <= file.Length;)
        {
            file.Position = at;
            var header = file.ReadBytes(BoxHeader);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header) switch
            {
                0 => file.Length - at,
                1 => BinaryPrimitives.ReadInt64BigEndian(file.ReadBytes(8)),
                var size => size,
            };
            if (length < BoxHeader || length > file.Length - at)
            {
                throw new TagFormatException("One of its boxes claims to be longer than the file.");
            }

            if (header.AsSpan(4).SequenceEqual("moov"u8))
            {
                return length <= LongestIndex && header[0..4].Any(octet => octet != 0) && BinaryPrimitives.ReadUInt32BigEndian(header) != 1
                    ? (at, at + length)
                    : throw new TagFormatException("The length of its index is not valid.");
            }

            at += length;
        }

        throw new TagFormatException("It is an MP4 file without an index.");
    }

    private static byte[] Index(Stream file, long from, long to)
    {
        file.Position = from + BoxHeader;
        return file.ReadBytes(to - file.Position);
    }

    /// <summary>Splits bytes into boxes, including their headers. A rest that is too short for a box has no kind.</summary>
    private static List<(string Kind, byte[] Bytes)> Boxes(ReadOnlySpan<byte> bytes)
    {
        var boxes = new List<(string Kind, byte[] Bytes)>();
        while (bytes.Length >= BoxHeader)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (length < BoxHeader || length > bytes.Length)
            {
                throw new TagFormatException("One of the boxes in its index has a wrong length.");
            }

            boxes.Add((Encoding.Latin1.GetString(bytes.Slice(4, 4)), bytes[..(int)length].ToArray()));
            bytes = bytes[(int)length..];
        }

        return bytes.IsEmpty ? boxes : [.. boxes, ("", bytes.ToArray())];
    }

    private static byte[]? Content(byte[]? bytes, string kind) =>
        bytes is not null && Boxes(bytes).Find(box => box.Kind == kind) is { Bytes: { } box }
            ? box[(BoxHeader + FlagsOf(kind, box))..]
            : null;

    /// <summary>Number of bytes for version and flags, which <c>meta</c> has in MP4 but not in QuickTime.</summary>
    private static int FlagsOf(string kind, ReadOnlySpan<byte> box) =>
        kind == "meta" && box.Length >= 16 && !box[12..16].SequenceEqual("hdlr"u8) ? 4 : 0;

    private static IReadOnlyList<string> GenresOf(byte[] items)
    {
        var boxes = Boxes(items);
        var texts = boxes.Where(box => box.Kind == Item).SelectMany(box => DataOf(box.Bytes)).Select(Encoding.UTF8.GetString);
        return GenreText.First([GenreText.Names(texts), boxes.Find(box => box.Kind == NumberedItem).Bytes is { } item
            ? NumberedGenresOf(item) : []]);
    }

    /// <summary>The number is that of ID3v1, plus one.</summary>
    private static string[] NumberedGenresOf(byte[] item) =>
        DataOf(item).FirstOrDefault(data => data.Length > 0) is { } number && Id3v1Genres.NameOf(number[^1] - 1) is { } genre
            ? [genre]
            : [];

    private static IEnumerable<byte[]> DataOf(byte[] item) =>
        Boxes(item.AsSpan(BoxHeader)).Where(box => box.Kind == "data" && box.Bytes.Length > 16).Select(box => box.Bytes[16..]);

    /// <summary>QuickTime stores texts directly in <c>udta</c>: length, language, text.</summary>
    private static string[] QuickTimeGenresOf(byte[] udta) =>
        Boxes(udta).Find(box => box.Kind == Item) is { Bytes: { Length: > BoxHeader + 4 } box }
            ? [Encoding.UTF8.GetString(box.AsSpan(BoxHeader + 4))]
            : [];

    private static List<(string Kind, byte[] Bytes)> WithGenres(
        List<(string Kind, byte[] Bytes)> moov, IReadOnlyList<string> genres)
    {
        var udta = Inner(moov, "udta");
        var meta = udta is null ? null : Inner(udta, "meta");
        var others = ((meta is null ? null : Inner(meta, "ilst")) ?? []).Where(item => item.Kind is not (Item or NumberedItem));

        var flags = meta is null ? [0, 0, 0, 0] : FlagBytes(udta!);
        meta = With(meta ?? [("hdlr", Handler())], "ilst", Box("ilst", Join(others.Append((Item, ItemOf(genres))))));
        udta = With([.. (udta ?? []).Where(box => box.Kind != Item)], "meta", Box("meta", [.. flags, .. Join(meta)]));
        return With(moov, "udta", Box("udta", Join(udta)));
    }

    private static byte[] FlagBytes(List<(string Kind, byte[] Bytes)> udta)
    {
        var meta = udta.Find(box => box.Kind == "meta").Bytes;
        return meta[BoxHeader..(BoxHeader + FlagsOf("meta", meta))];
    }

    private static List<(string Kind, byte[] Bytes)>? Inner(List<(string Kind, byte[] Bytes)> boxes, string kind) =>
        boxes.Find(box => box.Kind == kind) is { Bytes: { } box } ? Boxes(box.AsSpan(BoxHeader + FlagsOf(kind, box))) : null;

    /// <summary>Replaces the box of a kind, or appends one.</summary>
    private static List<(string Kind, byte[] Bytes)> With(List<(string Kind, byte[] Bytes)> boxes, string kind, byte[] bytes)
    {
        var at = boxes.FindIndex(box => box.Kind == kind);
        var rest = boxes.FindIndex(box => box.Kind.Length == 0);
        return at >= 0 ? [.. boxes[..at], (kind, bytes), .. boxes[(at + 1)..]]
            : rest >= 0 ? [.. boxes[..rest], (kind, bytes), .. boxes[rest..]]
            : [.. boxes, (kind, bytes)];
    }

    private static byte[] Join(IEnumerable<(string Kind, byte[] Bytes)> boxes) => [.. boxes.SelectMany(box => box.Bytes)];

    private static byte[] Box(string kind, byte[] content)
    {
        var box = new byte[BoxHeader + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.Latin1.GetBytes(kind, box.AsSpan(4));
        content.CopyTo(box, BoxHeader);
        return box;
    }

    // Type 1 is UTF-8; country and language are not set.
    private static byte[] ItemOf(IReadOnlyList<string> genres) => Box(
        Item, [.. genres.SelectMany(genre => Box("data", [0, 0, 0, 1, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(genre)]))]);

    private static byte[] Handler() => Box("hdlr", [.. new byte[8], .. "mdirappl"u8, .. new byte[9]]);

    /// <summary>Adjusts the offsets of audio behind the index.</summary>
    private static void Move(byte[] bytes, int from, int to, long behind, long by)
    {
        for (var at = from; at + BoxHeader <= to;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length < BoxHeader || length > to - at)
            {
                return;
            }

            var kind = Encoding.Latin1.GetString(bytes, at + 4, 4);
            if (OnTheWayToOffsets.Contains(kind, StringComparer.Ordinal))
            {
                Move(bytes, at + BoxHeader, at + length, behind, by);
            }
            else if (kind is "stco" or "co64")
            {
                MoveOffsets(bytes.AsSpan(at + BoxHeader, length - BoxHeader), kind == "stco", behind, by);
            }

            at += length;
        }
    }

    private static void MoveOffsets(Span<byte> table, bool isShort, long behind, long by)
    {
        var width = isShort ? 4 : 8;
        if (table.Length < 8 || BinaryPrimitives.ReadUInt32BigEndian(table[4..]) > (table.Length - 8) / width)
        {
            throw new TagFormatException("Its table of offsets claims to be longer than it is.");
        }

        var count = (int)BinaryPrimitives.ReadUInt32BigEndian(table[4..]);
        for (var entry = table.Slice(8, count * width); entry.Length > 0; entry = entry[width..])
        {
            var offset = isShort ? BinaryPrimitives.ReadUInt32BigEndian(entry) : BinaryPrimitives.ReadInt64BigEndian(entry);
            var moved = offset > behind ? offset + by : offset;
            if (!isShort)
            {
                BinaryPrimitives.WriteInt64BigEndian(entry, moved);
            }
            else if (moved is >= 0 and <= uint.MaxValue)
            {
                BinaryPrimitives.WriteUInt32BigEndian(entry, (uint)moved);
            }
            else
            {
                throw new TagFormatException("Its audio would lie beyond 4 GiB, which its table of offsets cannot address.");
            }
        }
    }
}
