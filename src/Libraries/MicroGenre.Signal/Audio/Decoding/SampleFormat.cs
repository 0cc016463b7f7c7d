using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

internal enum SampleEncoding
{
    Unsigned,
    Signed,
    Float,
    MuLaw,
    ALaw,
}

/// <summary>The encoding of one sample in a file of uncompressed audio.</summary>
internal sealed record SampleFormat(SampleEncoding Encoding, int Bits, bool BigEndian)
{
    private static readonly float[] MuLawTable = Tabulate(DecodeMuLaw);
    private static readonly float[] ALawTable = Tabulate(DecodeALaw);

    public int Bytes => Bits / 8;

    /// <summary>ffmpeg's name of the codec.</summary>
    public string Codec => Encoding switch
    {
        SampleEncoding.MuLaw => "pcm_mulaw",
        SampleEncoding.ALaw => "pcm_alaw",
        SampleEncoding.Unsigned => "pcm_u8",
        SampleEncoding.Signed when Bits == 8 => "pcm_s8",
        _ => $"pcm_{(Encoding == SampleEncoding.Float ? 'f' : 's')}{Bits}{(BigEndian ? "be" : "le")}",
    };

    /// <summary>Converts samples to floats with full scale ±1: integers are divided by 2^(bits−1).</summary>
    public void Convert(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        switch (Encoding, Bits)
        {
            case (SampleEncoding.MuLaw, 8):
                Look(bytes, samples, MuLawTable);
                break;
            case (SampleEncoding.ALaw, 8):
                Look(bytes, samples, ALawTable);
                break;
            case (SampleEncoding.Unsigned, 8):
                ConvertUnsigned8(bytes, samples);
                break;
            case (SampleEncoding.Signed, 8):
                ConvertSigned8(bytes, samples);
                break;
            case (SampleEncoding.Signed, 16):
                ConvertSigned16(bytes, samples);
                break;
            case (SampleEncoding.Signed, 24):
                ConvertSigned24(bytes, samples);
                break;
            case (SampleEncoding.Signed, 32):
                ConvertSigned32(bytes, samples);
                break;
            case (SampleEncoding.Float, 32):
                ConvertFloat32(bytes, samples);
                break;
            case (SampleEncoding.Float, 64):
                ConvertFloat64(bytes, samples);
                break;
            default:
                throw new InvalidOperationException($"{Encoding} samples of {Bits} bits passed the header check.");
        }
    }

    private static void Look(ReadOnlySpan<byte> bytes, Span<float> samples, float[] table)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = table[bytes[i]];
        }
    }

    private static void ConvertUnsigned8(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (bytes[i] - 128) / 128f;
        }
    }

    private static void ConvertSigned8(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (sbyte)bytes[i] / 128f;
        }
    }

    [MethodImpl(Kernel.Compilation)]
    private void ConvertSigned16(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        var values = MemoryMarshal.Cast<byte, short>(bytes)[..samples.Length];
        var swap = BigEndian == BitConverter.IsLittleEndian;
        var i = 0;
        for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            var vector = new Vector<short>(values[i..]);
            var bits = Vector.AsVectorUInt16(vector);
            Vector.Widen(swap ? Vector.AsVectorInt16((bits << 8) | (bits >> 8)) : vector, out var low, out var high);
            (Vector.ConvertToSingle(low) / 32768f).CopyTo(samples[i..]);
            (Vector.ConvertToSingle(high) / 32768f).CopyTo(samples[(i + Vector<int>.Count)..]);
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = (swap ? BinaryPrimitives.ReverseEndianness(values[i]) : values[i]) / 32768f;
        }
    }

    private void ConvertSigned24(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var three = bytes.Slice(3 * i, 3);
            var value = BigEndian ? (three[0] << 24) | (three[1] << 16) | (three[2] << 8)
                : (three[2] << 24) | (three[1] << 16) | (three[0] << 8);
            samples[i] = value / 2147483648f;
        }
    }

    private void ConvertSigned32(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var four = bytes.Slice(4 * i, 4);
            samples[i] =
                (BigEndian ? BinaryPrimitives.ReadInt32BigEndian(four) : BinaryPrimitives.ReadInt32LittleEndian(four)) / 2147483648f;
        }
    }

    private void ConvertFloat32(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var four = bytes.Slice(4 * i, 4);
            samples[i] = BigEndian ? BinaryPrimitives.ReadSingleBigEndian(four) : BinaryPrimitives.ReadSingleLittleEndian(four);
        }
    }

    private void ConvertFloat64(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var eight = bytes.Slice(8 * i, 8);
            samples[i] = (float)(BigEndian ? BinaryPrimitives.ReadDoubleBigEndian(eight) : BinaryPrimitives.ReadDoubleLittleEndian(eight));
        }
    }

    private static float[] Tabulate(Func<byte, int> decode)
    {
        var table = new float[256];
        for (var code = 0; code < table.Length; code++)
        {
            table[code] = decode((byte)code) / 32768f;
        }

        return table;
    }

    /// <summary>ITU-T G.711 µ-law to 16 bits.</summary>
    private static int DecodeMuLaw(byte code)
    {
        const int bias = 0x84;
        var inverted = (byte)~code;
        var magnitude = ((((inverted & 0x0F) << 3) + bias) << ((inverted & 0x70) >> 4)) - bias;
        return (inverted & 0x80) != 0 ? -magnitude : magnitude;
    }

    /// <summary>ITU-T G.711 A-law to 16 bits.</summary>
    private static int DecodeALaw(byte code)
    {
        var toggled = code ^ 0x55;
        var exponent = (toggled & 0x70) >> 4;
        var mantissa = ((toggled & 0x0F) << 4) + 8;
        var magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
        return (toggled & 0x80) != 0 ? magnitude : -magnitude;
    }
}
