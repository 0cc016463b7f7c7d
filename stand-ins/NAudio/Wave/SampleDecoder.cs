using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NAudio.Wave;

/// <summary>Turns encoded little-endian samples into floating point; one per encoding.</summary>
internal delegate void SampleDecoder(ReadOnlySpan<byte> bytes, Span<float> samples);

internal static class SampleDecoders
{
    /// <exception cref="InvalidOperationException">PCM of a depth other than 8, 16, 24 or 32 bits.</exception>
    /// <exception cref="ArgumentException">Neither PCM nor 32-bit floating point.</exception>
    public static SampleDecoder For(WaveFormat format) => (format.Encoding, format.BitsPerSample) switch
    {
        (WaveFormatEncoding.Pcm, 8) => Pcm8,
        (WaveFormatEncoding.Pcm, 16) => Pcm16,
        (WaveFormatEncoding.Pcm, 24) => Pcm24,
        (WaveFormatEncoding.Pcm, 32) => Pcm32,
        (WaveFormatEncoding.Pcm, _) => throw new InvalidOperationException("Unsupported bit depth"),
        (WaveFormatEncoding.IeeeFloat, 32) => static (bytes, samples) => MemoryMarshal.Cast<byte, float>(bytes).CopyTo(samples),
        _ => throw new ArgumentException("Unsupported source encoding", nameof(format)),
    };

    private static void Pcm8(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            samples[i] = (bytes[i] / 128f) - 1f;
        }
    }

    private static void Pcm16(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < bytes.Length / 2; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
        }
    }

    private static void Pcm24(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < bytes.Length / 3; i++)
        {
            var sample = bytes.Slice(3 * i, 3);
            samples[i] = (((sbyte)sample[2] << 16) | (sample[1] << 8) | sample[0]) / 8388608f;
        }
    }

    private static void Pcm32(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < bytes.Length / 4; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) / 2147483648f;
        }
    }
}
