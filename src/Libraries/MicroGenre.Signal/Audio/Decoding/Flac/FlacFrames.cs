using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Where the undamaged frames of a FLAC file are (RFC 9639): those whose header has the right CRC-8 and whose whole has the right CRC-16.
/// It is for files that are known to be damaged: every byte is looked at.
/// </summary>
/// <param name="FirstFrame">Where the metadata ends.</param>
/// <param name="Frames">The frames in their order.</param>
internal sealed record FlacFrames(long FirstFrame, IReadOnlyList<FlacFrame> Frames)
{
    private const int MarkerBytes = 4;
    private const int BlockHeaderBytes = 4;
    private const int StreamInfoBytes = 34;
    private const int LongestHeader = 16;
    private const int LongestFrame = 1 << 20;

    /// <summary>Finds the frames, or returns <see langword="null"/> where the metadata is damaged.</summary>
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

    /// <summary>Where a frame ends: before the next header, at tags, or at the end of the file, with the right CRC-16.</summary>
    private static long? EndOfFrame(ByteWindow bytes, long start)
    {
        ushort crc = 0;
        var last = Math.Min(bytes.Length, start + LongestFrame);
        for (var at = start; at < last;)
        {
            var next = Math.Min(NextCandidate(bytes, at + 1), last);
            crc = Crc16(bytes, at, next, crc);
            at = next;
            // A CRC over data and its own CRC is zero.
            if (crc == 0 && (at == bytes.Length || HeaderLength(bytes.At(at, LongestHeader)) > 0 || AudioTags.LengthAt(bytes, at) > 0))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Where a header or an ID3v1 tag may begin.</summary>
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

    /// <summary>How long a frame's header is; 0 where there is none.</summary>
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

    /// <summary>A number coded as UTF-8 codes characters, of up to 36 bits; 0 bytes where it is malformed.</summary>
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

/// <summary>A frame of FLAC.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="FirstSample">The number of its first sample in the stream.</param>
/// <param name="SampleCount">How many samples per channel it has.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlacFrame(long Start, long Length, long FirstSample, int SampleCount);
