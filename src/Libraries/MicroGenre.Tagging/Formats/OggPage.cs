using System.Buffers.Binary;

namespace MicroGenre.Tagging.Formats;

/// <summary>A page of an Ogg file (RFC 3533, section 6).</summary>
/// <param name="Flags">1: continues a packet; 2: first of its stream; 4: last.</param>
/// <param name="Granule">The position in the audio at its end; −1 if no packet ends on it.</param>
/// <param name="Serial">The serial number of its stream.</param>
/// <param name="Sequence">Its number in the stream.</param>
/// <param name="Laces">The lengths of its segments; a segment shorter than 255 ends a packet.</param>
/// <param name="Content">Its segments.</param>
internal sealed record OggPage(byte Flags, long Granule, uint Serial, uint Sequence, byte[] Laces, byte[] Content)
{
    private const int HeaderLength = 27;
    private const int ChecksumAt = 22;
    private const int Continued = 1;
    private const int Last = 4;
    private const uint Polynomial = 0x04C11DB7;

    private static readonly uint[] Checksums = [.. Enumerable.Range(0, 256).Select(ChecksumOf)];

    /// <summary>Whether it is the last of its stream.</summary>
    public bool IsLast => (Flags & Last) != 0;

    /// <summary>Reads the next page; <see langword="null"/> at the end.</summary>
    /// <exception cref="TagFormatException">The next bytes are not a page.</exception>
    public static OggPage? Read(Stream file)
    {
        if (file.Position == file.Length)
        {
            return null;
        }

        var header = file.ReadBytes(HeaderLength);
        if (!header.AsSpan().StartsWith("OggS"u8) || header[4] != 0)
        {
            throw new TagFormatException("It contains data between its pages.");
        }

        var laces = file.ReadBytes(header[26]);
        return new OggPage(
            header[5],
            BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(6)),
            BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(14)),
            BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(18)),
            laces,
            file.ReadBytes(laces.Sum(lace => lace)));
    }

    /// <summary>Creates pages for packets before the audio.</summary>
    public static List<OggPage> Of(IEnumerable<byte[]> packets, uint serial, uint sequence)
    {
        var segments = packets.SelectMany(SegmentsOf).ToList();
        var pages = new List<OggPage>();
        var goesOn = false;
        foreach (var part in segments.Chunk(byte.MaxValue))
        {
            var endsPacket = part.Any(segment => segment.Length < byte.MaxValue);
            pages.Add(new OggPage(
                (byte)(goesOn ? Continued : 0),
                endsPacket ? 0 : -1,
                serial,
                (uint)(sequence + pages.Count),
                [.. part.Select(segment => (byte)segment.Length)],
                [.. part.SelectMany(segment => segment.ToArray())]));
            goesOn = part[^1].Length == byte.MaxValue;
        }

        return pages;
    }

    public void WriteTo(Stream file)
    {
        byte[] page = [.. new byte[HeaderLength], .. Laces, .. Content];
        "OggS"u8.CopyTo(page);
        page[5] = Flags;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), Granule);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(18), Sequence);
        page[26] = (byte)Laces.Length;
        var checksum = 0u;
        foreach (var octet in page)
        {
            checksum = (checksum << 8) ^ Checksums[(checksum >> 24) ^ octet];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(ChecksumAt), checksum);
        file.Write(page);
    }

    private static uint ChecksumOf(int index)
    {
        var value = (uint)index << 24;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value << 1) ^ ((value & 0x80000000) == 0 ? 0 : Polynomial);
        }

        return value;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> SegmentsOf(byte[] packet)
    {
        for (var at = 0; at <= packet.Length; at += byte.MaxValue)
        {
            yield return packet.AsMemory(at, Math.Min(byte.MaxValue, packet.Length - at));
        }
    }
}
