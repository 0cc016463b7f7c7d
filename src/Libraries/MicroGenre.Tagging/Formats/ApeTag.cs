using System.Buffers.Binary;
using System.Text;
using MicroGenre.Signal.Decoding;

namespace MicroGenre.Tagging.Formats;

/// <summary>An APE tag (wiki.hydrogenaudio.org, APEv2 specification). All items but the genre are kept byte for byte.</summary>
internal sealed class ApeTag
{
    private const int Version2 = 2000;
    private const uint IsHeader = 0x20000000;
    private const string GenreKey = "Genre";

    private static readonly Dictionary<string, string> FramesByKey = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Title"] = "TIT2", ["Artist"] = "TPE1", ["Album"] = "TALB", ["Album Artist"] = "TPE2", ["Composer"] = "TCOM",
        ["Year"] = "TYER", ["Track"] = "TRCK", ["Disc"] = "TPOS", ["Comment"] = "COMM",
    };

    private readonly byte[] _footer;
    private readonly List<(string Key, byte[] Bytes)> _items;

    private ApeTag(byte[] footer, List<(string Key, byte[] Bytes)> items)
    {
        _footer = footer;
        _items = items;
    }

    /// <summary>Its length in bytes.</summary>
    public long Length => ApeFooter.LengthOfTag(_footer);

    /// <summary>The genres; empty if there are none.</summary>
    public IReadOnlyList<string> Genres =>
        GenreText.First(_items.Where(item => IsGenre(item.Key)).Select(item => GenreText.Names(Values(item.Bytes))));

    /// <summary>Its fields as ID3v2 frames.</summary>
    public IEnumerable<TextFrame> Frames => _items
        .Where(item => FramesByKey.ContainsKey(item.Key))
        .Select(item => new TextFrame(FramesByKey[item.Key], string.Join('/', Values(item.Bytes))));

    private Encoding Encoding => BinaryPrimitives.ReadUInt32LittleEndian(_footer.AsSpan(8)) < Version2 ? Encoding.Latin1 : Encoding.UTF8;

    /// <summary>Reads the tag that ends at a position; <see langword="null"/> if there is none.</summary>
    /// <exception cref="TagFormatException">The tag is malformed.</exception>
    public static ApeTag? Read(Stream file, long from, long end)
    {
        if (end - from < ApeFooter.Length)
        {
            return null;
        }

        file.Position = end - ApeFooter.Length;
        var footer = file.ReadBytes(ApeFooter.Length);
        if (!footer.AsSpan().StartsWith(ApeFooter.Mark))
        {
            return null;
        }

        var tag = new ApeTag(footer, []);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(16));
        var size = ApeFooter.Size(footer);
        if (size < ApeFooter.Length || tag.Length > end - from)
        {
            throw new TagFormatException("Its APE tag has a wrong length.");
        }

        file.Position = end - size;
        tag._items.AddRange(Items(file.ReadBytes(size - ApeFooter.Length), count));
        return tag;
    }

    /// <summary>Serialises the tag with other genres.</summary>
    public byte[] WithGenres(IReadOnlyList<string> genres)
    {
        var value = Encoding.GetBytes(string.Join('\0', genres));
        byte[] item = [.. Number(value.Length), .. Number(0), .. Encoding.ASCII.GetBytes(GenreKey), 0, .. value];
        var at = _items.FindIndex(kept => IsGenre(kept.Key));
        var others = _items.Where(kept => !IsGenre(kept.Key)).Select(kept => kept.Bytes).ToList();
        others.Insert(at < 0 ? others.Count : at, item);

        var footer = _footer.AsSpan().ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(12), others.Sum(kept => kept.Length) + ApeFooter.Length);
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(16), others.Count);
        var header = footer.AsSpan().ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(20)) | IsHeader);
        return [.. ApeFooter.HasHeader(_footer) ? header : [], .. others.SelectMany(kept => kept), .. footer];
    }

    private static bool IsGenre(string key) => string.Equals(key, GenreKey, StringComparison.OrdinalIgnoreCase);

    private static List<(string Key, byte[] Bytes)> Items(ReadOnlySpan<byte> bytes, uint count)
    {
        const int itemHeader = 8;
        var items = new List<(string Key, byte[] Bytes)>();
        while (bytes.Length > itemHeader && items.Count < count)
        {
            var key = bytes[itemHeader..].IndexOf((byte)0);
            var length = itemHeader + key + 1L + BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (key < 0 || length > bytes.Length)
            {
                break;
            }

            items.Add((Encoding.ASCII.GetString(bytes.Slice(itemHeader, key)), bytes[..(int)length].ToArray()));
            bytes = bytes[(int)length..];
        }

        return bytes.IsEmpty && items.Count == count ? items : throw new TagFormatException("Its APE tag has malformed items.");
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>The texts of an item; empty if it holds something else.</summary>
    private string[] Values(byte[] item)
    {
        const int kindOfValue = 0x06;
        var value = item.AsSpan(8);
        return (item[4] & kindOfValue) != 0
            ? []
            : Encoding.GetString(value[(value.IndexOf((byte)0) + 1)..]).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
