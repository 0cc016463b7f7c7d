using System.Buffers.Binary;
using System.Numerics;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Checks the headers of Ogg Vorbis: identification, comments and codebooks (Vorbis I specification, sections 4.2.2, 5 and 3). NVorbis
/// allocates memory and loops according to the numbers in them without checking.
/// </summary>
internal static class VorbisHeaders
{
    /// <summary>Limit for entries times dimensions over all codebooks; encoders use some hundred thousand.</summary>
    private const int MostValues = 1 << 22;
    private const uint CodebookMark = 0x564342;

    private const int PositionOffset = 6;
    private const int PageHeaderBytes = 27;
    private const int MostSegments = 255;
    private const int SegmentBytes = 255;
    private const int PacketHeaderBytes = 7;
    private const int BlockSizesOffset = 28;
    private const int SmallestBlockExponent = 6;
    private const int LargestBlockExponent = 13;

    /// <summary>
    /// Checks that the block sizes are valid, that the comments fit into their packet, that the codebooks are no larger than encoders make
    /// them, and that the positions of pages ascend and stay within what the bytes can hold.
    /// </summary>
    /// <param name="bytes">Undamaged pages.</param>
    /// <exception cref="AudioFormatException">A check fails, or headers are missing.</exception>
    public static void Check(ByteWindow bytes)
    {
        CheckBlockSizes(Packet(bytes, 0));
        CheckComments(Packet(bytes, 1));
        CheckCodebooks(Packet(bytes, 2));
        CheckPositions(bytes);
    }

    private static void CheckPositions(ByteWindow bytes)
    {
        const long none = -1;
        var last = 0L;
        for (var page = 0L; OggPages.PageLength(bytes, page) is > 0 and var length; page += length)
        {
            var position = BinaryPrimitives.ReadInt64LittleEndian(bytes.At(page + PositionOffset, sizeof(long)));
            if (position == none)
            {
                continue;
            }

            if (position < last || position > bytes.Length * ManagedSource.MaxFramesPerByte)
            {
                throw Damaged();
            }

            last = position;
        }
    }

    // Two powers of two from 64 to 8192, the smaller first. Each channel has buffers of the larger size.
    private static void CheckBlockSizes(byte[] packet)
    {
        if (packet.Length <= BlockSizesOffset)
        {
            throw Damaged();
        }

        var (small, large) = (packet[BlockSizesOffset] & 0xF, packet[BlockSizesOffset] >> 4);
        if (small < SmallestBlockExponent || large > LargestBlockExponent || small > large)
        {
            throw Damaged();
        }
    }

    private static void CheckComments(byte[] packet)
    {
        var at = PacketHeaderBytes;
        if (!TrySkip(packet, ref at) || packet.Length - at < sizeof(uint))
        {
            throw Damaged();
        }

        var count = BinaryPrimitives.ReadUInt32LittleEndian(packet.AsSpan(at));
        at += sizeof(uint);
        for (var i = 0u; i < count; i++)
        {
            if (!TrySkip(packet, ref at))
            {
                throw Damaged();
            }
        }
    }

    private static void CheckCodebooks(byte[] packet)
    {
        var bits = new BitReader(packet, PacketHeaderBytes);
        var values = 0L;
        for (var left = bits.Read(8) + 1; left > 0; left--)
        {
            if (bits.Read(24) != CodebookMark)
            {
                throw Damaged();
            }

            var dimensions = bits.Read(16);
            var count = bits.Read(24);
            values += count * (long)Math.Max(1, dimensions);
            if (values > MostValues)
            {
                throw Damaged();
            }

            SkipLengths(bits, count);
            SkipLookup(bits, count, dimensions);
        }
    }

    /// <summary>Skips the code lengths of the entries: either one by one, or, if ordered, the number of entries per length.</summary>
    private static void SkipLengths(BitReader bits, uint entries)
    {
        if (bits.Read(1) == 0)
        {
            var isSparse = bits.Read(1) == 1;
            for (var i = 0u; i < entries; i++)
            {
                bits.Skip(!isSparse || bits.Read(1) == 1 ? 5 : 0);
            }

            return;
        }

        bits.Skip(5);
        for (var done = 0u; done < entries && !bits.IsAtEnd;)
        {
            done += bits.Read(32 - BitOperations.LeadingZeroCount(entries - done));
        }
    }

    private static void SkipLookup(BitReader bits, uint entries, uint dimensions)
    {
        var type = bits.Read(4);
        if (type == 0)
        {
            return;
        }

        // The minimum and the step, both floats.
        bits.Skip(64);
        var valueBits = bits.Read(4) + 1;
        bits.Skip(1);
        bits.Skip((type == 1 ? Root(entries, dimensions) : (long)entries * dimensions) * valueBits);
    }

    /// <summary>The largest integer whose <paramref name="dimensions"/>th power does not exceed <paramref name="entries"/>.</summary>
    private static long Root(uint entries, uint dimensions)
    {
        if (dimensions == 0)
        {
            return 0;
        }

        var root = (long)Math.Floor(Math.Pow(entries, 1.0 / dimensions));
        return Math.Pow(root + 1, dimensions) <= entries ? root + 1 : root;
    }

    /// <summary>Skips a text that is preceded by its length.</summary>
    private static bool TrySkip(byte[] packet, ref int at)
    {
        if (packet.Length - at < sizeof(uint))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(packet.AsSpan(at));
        at += sizeof(uint);
        if (length > packet.Length - at)
        {
            return false;
        }

        at += (int)length;
        return true;
    }

    /// <summary>Returns a packet by its index. A packet consists of segments; a segment that is not full ends it.</summary>
    private static byte[] Packet(ByteWindow bytes, int index)
    {
        using var packet = new MemoryStream();
        var packets = 0;
        for (var page = 0L; OggPages.PageLength(bytes, page) is > 0 and var length; page += length)
        {
            var header = bytes.At(page, PageHeaderBytes + MostSegments);
            var lacing = header.Slice(PageHeaderBytes, header[PageHeaderBytes - 1]).ToArray();
            var at = page + PageHeaderBytes + lacing.Length;
            foreach (var size in lacing)
            {
                if (packets == index)
                {
                    packet.Write(bytes.At(at, size));
                }

                at += size;
                packets += size < SegmentBytes ? 1 : 0;
                if (packets > index)
                {
                    return packet.ToArray();
                }
            }
        }

        throw Damaged();
    }

    private static AudioFormatException Damaged() => new("The Ogg Vorbis data is damaged: its headers claim more than they hold.");

    /// <summary>Reads numbers bit by bit, least significant bit first; zeros behind the end.</summary>
    private sealed class BitReader(byte[] bytes, int start)
    {
        private long _position = 8L * start;

        public bool IsAtEnd => _position >= 8L * bytes.Length;

        public void Skip(long bits) => _position += bits;

        public uint Read(int bits)
        {
            var value = 0u;
            for (var i = 0; i < bits && !IsAtEnd; i++, _position++)
            {
                value |= (uint)((bytes[_position / 8] >> (int)(_position % 8)) & 1) << i;
            }

            return value;
        }
    }
}
