using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// The positions of the undamaged frames of a FLAC file (RFC 9639): frames with a correct header CRC-8 and a correct CRC-16. The scan reads
/// every byte, so it is used only for files known to be damaged.
/// </summary>
/// <param name="FirstFrame">Offset behind the metadata.</param>
/// <param name="Frames">The frames in order.</param>
internal sealed record FlacFrames(long FirstFrame, IReadOnlyList<FlacFrame> Frames)
{
    private const int MarkerBytes = 4;
    private const int BlockHeaderBytes = 4;
    private const int StreamInfoBytes = 34;
    private const int LongestHeader = 16;
    private const int LongestFrame = 1 << 20;

    /// <summary>Finds the frames; returns <see langword="null"/> if the metadata is damaged.</summary>
    public static FlacFrames? Find(ByteWindow bytes)
    {
        var info = bytes.At(MarkerBytes + BlockHeaderBytes, StreamInfoBytes);
        if (info.Length < StreamInfoBytes)
        {
            return null;
        }

        int blockSize = BinaryPrimitives.ReadUInt16BigEndian(info[2..]);
        if (EndOfMetadata(bytes) is not { } start)
        {
            return null;
        }

        var frames = new List<FlacFrame>();
        for (var at = start; (at = NextHeader(bytes, at)) < bytes.Length;)
        {
            if (EndOfFrame(bytes, at) is { } end)
            {
                frames.Add(ReadFrame(bytes, at, end, blockSize));
                at = end;
            }
            else
            {
                at++;
            }
        }

        return new FlacFrames(start, frames);
    }

    private static long? EndOfMetadata(ByteWindow bytes)
    {
        for (long at = MarkerBytes; ;)
        {
            var header = bytes.At(at, BlockHeaderBytes);
            if (header.Length < BlockHeaderBytes)
            {
                return null;
            }

            at += BlockHeaderBytes + (BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFF_FFFF);
            if ((header[0] & 0x80) != 0)
            {
                return at;
            }
        }
    }

    private static long NextHeader(ByteWindow bytes, long at)
    {
        while ((at = bytes.IndexOfAny(0xFF, 0xFF, at, bytes.Length)) < bytes.Length && HeaderLength(bytes.At(at, LongestHeader)) == 0)
        {
            at++;
        }

        return at;
    }

    /// <summary>The end of a frame with a correct CRC-16: before the next header, at tags, or at the end of the file.</summary>
    private static long? EndOfFrame(ByteWindow bytes, long start)
    {
        ushort crc = 0;
        var last = Math.Min(bytes.Length, start + LongestFrame);
        for (var at = start; at < last;)
        {
            var next = Math.Min(NextCandidate(bytes, at + 1), last);
            crc = Crc16(bytes, at, next, crc);
            at = next;
            // The CRC of data followed by its own CRC is zero.
            if (crc == 0 && (at == bytes.Length || HeaderLength(bytes.At(at, LongestHeader)) > 0 || AudioTags.LengthAt(bytes, at) > 0))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The next offset where a header or an ID3v1 tag may begin.</summary>
    private static long NextCandidate(ByteWindow bytes, long at) => bytes.IndexOfAny(0xFF, (byte)'T', at, bytes.Length);

    private static ushort Crc16(ByteWindow bytes, long start, long end, ushort crc)
    {
        for (var at = start; at < end;)
        {
            var block = bytes.At(at, (int)Math.Min(ByteWindow.Longest, end - at));
            crc = FlacChecksum.Crc16(block, crc);
            at += block.Length;
        }

        return crc;
    }

    private static FlacFrame ReadFrame(ByteWindow bytes, long start, long end, int streamBlockSize)
    {
        var header = bytes.At(start, LongestHeader);
        var isVariable = (header[1] & 1) != 0;
        var (number, numberBytes) = ReadNumber(header[4..]);
        var size = (header[2] >> 4) switch
        {
            1 => 192,
            >= 2 and <= 5 and var code => 576 << (code - 2),
            6 => header[4 + numberBytes] + 1,
            7 => BinaryPrimitives.ReadUInt16BigEndian(header[(4 + numberBytes)..]) + 1,
            var code => 256 << (code - 8),
        };
        return new FlacFrame(start, end - start, isVariable ? number : number * streamBlockSize, size);
    }

    /// <summary>The length of a frame's header in bytes; 0 if there is no valid header.</summary>
    private static int HeaderLength(ReadOnlySpan<byte> header)
    {
        if (header.Length < 6 || header[0] != 0xFF || (header[1] & 0xFE) != 0xF8)
        {
            return 0;
        }

        var (blockSize, sampleRate) = (header[2] >> 4, header[2] & 0xF);
        if (blockSize == 0 || sampleRate == 15 || header[3] >> 4 > 10 || (header[3] & 1) != 0)
        {
            return 0;
        }

        var length = 4 + ReadNumber(header[4..]).Bytes
            + blockSize switch { 6 => 1, 7 => 2, _ => 0 }
            + sampleRate switch { 12 => 1, 13 or 14 => 2, _ => 0 };
        return length > 4 && length < header.Length && FlacChecksum.Crc8(header[..length]) == header[length] ? length + 1 : 0;
    }

    /// <summary>Reads a number of up to 36 bits, coded like a UTF-8 character; 0 bytes if it is malformed.</summary>
    private static (long Number, int Bytes) ReadNumber(ReadOnlySpan<byte> bytes)
    {
        var first = bytes[0];
        if (first < 0x80)
        {
            return (first, 1);
        }

        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)(byte)~first << 24);
        if (length is < 2 or > 7 || length > bytes.Length)
        {
            return (0, 0);
        }

        long number = first & (0x7F >> length);
        foreach (var next in bytes[1..length])
        {
            if ((next & 0xC0) != 0x80)
            {
                return (0, 0);
            }

            number = (number << 6) | (uint)(next & 0x3F);
        }

        return (number, length);
    }
}

/// <summary>A FLAC frame.</summary>
/// <param name="Start">Its offset in the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="FirstSample">The number of its first sample in the stream.</param>
/// <param name="SampleCount">Number of samples per channel.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlacFrame(long Start, long Length, long FirstSample, int SampleCount);
