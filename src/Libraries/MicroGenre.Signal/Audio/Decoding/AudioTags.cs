using System.Globalization;

namespace MicroGenre.Signal.Decoding;

/// <summary>Measures tags before, between and behind audio that are not part of its format: ID3v1, ID3v2, APEv2 and Lyrics3.</summary>
internal static class AudioTags
{
    private const int Id3v1Bytes = 128;
    private const int Id3v1ExtensionBytes = 227;
    private const int LongestOldLyrics = 5100;
    private const int LyricsSizeDigits = 6;

    /// <summary>The length of the tag that starts at an offset, in bytes; 0 if no tag starts there.</summary>
    public static long LengthAt(ByteWindow bytes, long offset)
    {
        var start = bytes.At(offset, ApeFooter.Length);
        var length = start switch
        {
            _ when start.StartsWith("ID3"u8) => Id3v2Header.LengthOfTag(start),
            _ when start.StartsWith(ApeFooter.Mark) => start.Length < ApeFooter.Length ? 0L : ApeFooter.Length + ApeFooter.Size(start),
            _ when start.StartsWith("TAG"u8) => Id3v1Bytes,
            _ => 0,
        };
        return length <= bytes.Length - offset ? length : 0;
    }

    /// <summary>The offset behind the ID3v2 tags at the start of a file.</summary>
    public static long SkipId3v2(ByteWindow bytes)
    {
        var offset = 0L;
        while (bytes.At(offset, 3).StartsWith("ID3"u8) && LengthAt(bytes, offset) is > 0 and var length)
        {
            offset += length;
        }

        return offset;
    }

    /// <summary>The offset of the tags at the end of a file; the file's length if it has none.</summary>
    public static long StartOfTrailing(ByteWindow bytes)
    {
        var end = bytes.Length;
        while (TrailingLength(bytes, end) is > 0 and var length && length <= end)
        {
            end -= length;
        }

        return end;
    }

    private static long TrailingLength(ByteWindow bytes, long end)
    {
        if (Before(bytes, end, Id3v1Bytes).StartsWith("TAG"u8))
        {
            return Before(bytes, end - Id3v1Bytes, Id3v1ExtensionBytes).StartsWith("TAG+"u8) ? Id3v1Bytes + Id3v1ExtensionBytes
                : Id3v1Bytes;
        }

        var ape = Before(bytes, end, ApeFooter.Length);
        if (ape.StartsWith(ApeFooter.Mark))
        {
            return ApeFooter.LengthOfTag(ape);
        }

        var id3 = Before(bytes, end, Id3v2Header.Length);
        return id3.StartsWith("3DI"u8) ? Id3v2Header.LengthOfTag(id3) : LyricsLength(bytes, end);
    }

    private static long LyricsLength(ByteWindow bytes, long end)
    {
        const int markBytes = 9;
        var mark = Before(bytes, end, markBytes);
        if (mark.SequenceEqual("LYRICS200"u8))
        {
            var digits = Before(bytes, end - markBytes, LyricsSizeDigits);
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size + LyricsSizeDigits
                + markBytes : 0;
        }

        if (!mark.SequenceEqual("LYRICSEND"u8))
        {
            return 0;
        }

        var length = (int)Math.Min(LongestOldLyrics + markBytes, end);
        for (var from = end - length; from < end; from += ByteWindow.Longest - "LYRICSBEGIN"u8.Length)
        {
            if (bytes.At(from, (int)Math.Min(ByteWindow.Longest, end - from)).IndexOf("LYRICSBEGIN"u8) is >= 0 and var index)
            {
                return end - from - index;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<byte> Before(ByteWindow bytes, long end, int count) => end < count ? [] : bytes.At(end - count, count);
}
