using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MicroGenre.Client.Features;

/// <summary>Converts features to and from little-endian 32-bit floats.</summary>
public static class FeatureBytes
{
    /// <summary>Writes <paramref name="values"/> into <paramref name="destination"/>.</summary>
    public static void Write(ReadOnlySpan<float> values, Span<byte> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(destination);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination[(i * sizeof(float))..], values[i]);
        }
    }

    /// <summary>Reads <paramref name="bytes"/> into <paramref name="destination"/>.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }

        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }
    }
}
