using System.Runtime.InteropServices;

namespace MicroGenre.Collections.Store;

/// <summary>How vectors are stored: little-endian, in single or half precision.</summary>
internal static class StoredVector
{
    public static byte[] ToSingles(float[] vector) => MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();

    public static float[] OfSingles(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    public static byte[]? ToHalves(float[]? vector) => vector is null ? null
        : MemoryMarshal.AsBytes(Array.ConvertAll(vector, value => (Half)value).AsSpan()).ToArray();

    public static float[]? OfHalves(byte[]? bytes) => bytes is null ? null
        : Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value);

    public static bool AreEqual(float[]? one, float[]? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.AsSpan().SequenceEqual(other));
}
