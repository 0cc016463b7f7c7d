using System.Runtime.InteropServices;

namespace MicroGenre.Collections.Exchange;

/// <summary>Converts vectors to text: little-endian float32 in Base64.</summary>
internal static class EmbeddingText
{
    public static string Of(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()));

    /// <exception cref="FormatException">The text is not a vector.</exception>
    public static float[] Parse(string text)
    {
        var bytes = Convert.FromBase64String(text);
        return bytes.Length % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : throw new FormatException($"an embedding of {bytes.Length} bytes is truncated");
    }
}
