using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Signal.Tests;

/// <summary>Writes audio files byte by byte, as the formats' specifications describe them.</summary>
internal static class AudioFiles
{
    /// <summary>A chunk of a RIFF or IFF file, padded to an even length.</summary>
    public static byte[] Chunk(string code, byte[] body, bool bigEndian = false, uint? size = null) =>
        [.. Encoding.ASCII.GetBytes(code), .. UInt32(size ?? (uint)body.Length, bigEndian), .. body, .. new byte[body.Length % 2]];

    /// <summary>A WAV file of some chunks.</summary>
    public static byte[] Wav(string riff, uint? size, params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return Chunk(riff, body, bigEndian: riff is "RIFX", size);
    }

    /// <summary>The body of a 'fmt ' chunk.</summary>
    public static byte[] WavFormat(int tag, int channels, int rate, int bits, bool bigEndian = false, int? blockAlign = null)
    {
        var align = blockAlign ?? channels * ((bits + 7) / 8);
        return
        [
            .. UInt16(tag, bigEndian), .. UInt16(channels, bigEndian), .. UInt32((uint)rate, bigEndian),
            .. UInt32((uint)(rate * align), bigEndian), .. UInt16(align, bigEndian), .. UInt16(bits, bigEndian),
        ];
    }

    /// <summary>The body of a WAVE_FORMAT_EXTENSIBLE 'fmt ' chunk.</summary>
    public static byte[] WavExtensible(int subFormat, int channels, int rate, int validBits, int containerBits) =>
    [
        .. WavFormat(0xFFFE, channels, rate, containerBits), .. UInt16(22), .. UInt16(validBits), .. UInt32(0),
        .. UInt16(subFormat), .. (byte[])[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71],
    ];

    /// <summary>A usual WAV file.</summary>
    public static byte[] Wav(int tag, int channels, int rate, int bits, byte[] samples) =>
        Wav("RIFF", null, Chunk("fmt ", WavFormat(tag, channels, rate, bits)), Chunk("data", samples));

    /// <summary>An AU file.</summary>
    public static byte[] Au(int encoding, int channels, int rate, byte[] samples, bool bigEndian = true, uint? size = null,
        byte[]? remark = null)
    {
        remark ??= new byte[4];
        return
        [
            .. bigEndian ? ".snd"u8 : "dns."u8, .. UInt32((uint)(24 + remark.Length), bigEndian),
                .. UInt32(size ?? (uint)samples.Length, bigEndian),
            .. UInt32((uint)encoding, bigEndian), .. UInt32((uint)rate, bigEndian), .. UInt32((uint)channels, bigEndian), .. remark,
                .. samples,
        ];
    }

    /// <summary>An AIFF file, or an AIFF-C file with a compression type.</summary>
    public static byte[] Aiff(string? compression, int channels, int rate, int bits, byte[] samples, bool soundFirst = false,
        uint offset = 0)
    {
        var frames = (uint)(samples.Length / Math.Max(1, channels * ((bits + 7) / 8)));
        byte[] common =
        [
            .. UInt16(channels, true), .. UInt32(frames, true), .. UInt16(bits, true), .. Extended(rate),
            .. compression is null ? [] : (byte[])[.. Encoding.ASCII.GetBytes(compression), 0, 0],
        ];
        var commonChunk = Chunk("COMM", common, bigEndian: true);
        var sound = Chunk("SSND", [.. UInt32(offset, true), .. UInt32(0, true), .. new byte[offset], .. samples], bigEndian: true);
        byte[] body = [.. Encoding.ASCII.GetBytes(compression is null ? "AIFF" : "AIFC"),
            .. soundFirst ? [.. sound, .. commonChunk] : (byte[])[.. commonChunk, .. sound]];
        return Chunk("FORM", body, bigEndian: true);
    }

    /// <summary>A whole number as an 80-bit extended float.</summary>
    public static byte[] Extended(int value)
    {
        var exponent = 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)value);
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(16383 + exponent));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2), (ulong)value << (63 - exponent));
        return bytes;
    }

    /// <summary>Integers of some bytes each, in two's complement.</summary>
    public static byte[] Integers(IEnumerable<int> values, int bytes, bool bigEndian = false) => [.. values.SelectMany(value =>
    {
        var all = UInt32((uint)value, bigEndian);
        return bigEndian ? all[(4 - bytes)..] : all[..bytes];
    })];

    public static byte[] Singles(IEnumerable<float> values, bool bigEndian = false) =>
        [.. values.SelectMany(value => UInt32(BitConverter.SingleToUInt32Bits(value), bigEndian))];

    public static byte[] Doubles(IEnumerable<double> values, bool bigEndian = false) => [.. values.SelectMany(value =>
    {
        var bytes = BitConverter.GetBytes(value);
        return bigEndian == BitConverter.IsLittleEndian ? bytes.Reverse() : bytes;
    })];

    public static byte[] UInt16(int value, bool bigEndian = false)
    {
        var bytes = new byte[2];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        }

        return bytes;
    }

    public static byte[] UInt32(uint value, bool bigEndian = false)
    {
        var bytes = new byte[4];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }

        return bytes;
    }
}
