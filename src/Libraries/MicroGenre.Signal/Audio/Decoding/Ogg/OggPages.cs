using System.Buffers.Binary;

namespace MicroGenre.Signal.Decoding;

/// <summary>The undamaged pages of an Ogg file (RFC 3533), whatever lies before, between and behind them.</summary>
/// <param name="Parts">The bytes of the pages.</param>
/// <param name="SkippedBytes">Number of bytes between the pages and in damaged or truncated pages, without tags.</param>
internal sealed record OggPages(IReadOnlyList<ByteRange> Parts, long SkippedBytes)
{
    /// <summary>The offset of the checksum in a page: 32 bits, little-endian.</summary>
    public const int ChecksumOffset = 22;

    private const int HeaderBytes = 27;
    private const int MostSegments = 255;
    private const uint Polynomial = 0x04C1_1DB7;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value << 24))];

    public static OggPages Find(ByteWindow bytes)
    {
        var parts = new ByteRanges();
        var skipped = 0L;
        var end = AudioTags.StartOfTrailing(bytes);
        for (var at = 0L; at < end;)
        {
            if (PageLength(bytes, at) is > 0 and var length && length <= end - at
                && ChecksumOf(bytes, at, length) == ClaimedChecksum(bytes, at))
            {
                parts.Add(at, length);
                at += length;
                continue;
            }

            var next = bytes.IndexOfAny((byte)'O', (byte)'O', at + 1, end);
            skipped += next - at;
            at = next;
        }

        return new OggPages(parts.List, skipped);
    }

    /// <summary>The length of the page that starts at an offset, in bytes; 0 if no page starts there.</summary>
    public static int PageLength(ByteWindow bytes, long start)
    {
        var header = bytes.At(start, HeaderBytes + MostSegments);
        if (header.Length < HeaderBytes || !header.StartsWith("OggS"u8) || header[4] != 0 || header[5] > 7)
        {
            return 0;
        }

        int segments = header[HeaderBytes - 1];
        if (header.Length < HeaderBytes + segments)
        {
            return 0;
        }

        var length = HeaderBytes + segments;
        foreach (var lacing in header.Slice(HeaderBytes, segments))
        {
            length += lacing;
        }

        return length;
    }

    /// <summary>Computes a page's checksum, with the checksum field counted as zero.</summary>
    public static uint ChecksumOf(ByteWindow bytes, long start, int length)
    {
        var crc = Update(0, bytes.At(start, ChecksumOffset));
        crc = Update(crc, [0, 0, 0, 0]);
        for (var at = start + ChecksumOffset + sizeof(uint); at < start + length;)
        {
            var block = bytes.At(at, (int)Math.Min(ByteWindow.Longest, start + length - at));
            crc = Update(crc, block);
            at += block.Length;
        }

        return crc;
    }

    private static uint ClaimedChecksum(ByteWindow bytes, long start) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.At(start + ChecksumOffset, sizeof(uint)));

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = (crc << 8) ^ Table[(crc >> 24) ^ value];
        }

        return crc;
    }

    private static uint Divide(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 0x8000_0000) != 0 ? (value << 1) ^ Polynomial : value << 1;
        }

        return value;
    }
}
