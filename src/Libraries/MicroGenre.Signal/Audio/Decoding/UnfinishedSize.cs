namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Detects sizes that a writer never filled in because it was killed or wrote to a pipe. They are 0 or near their maximum, and mean "up to
/// the end of the file".
/// </summary>
internal static class UnfinishedSize
{
    /// <summary>The value that stands for an unknown size.</summary>
    public const uint Unknown = uint.MaxValue;

    /// <summary>Programs that write to pipes state the maximum of a signed or unsigned size, rounded down to whole blocks.</summary>
    private const long LeastPlaceholder = 0x7FFF_0000;
    private const int ChunkHeaderBytes = 8;

    /// <summary>Whether a size, of whatever width, is a placeholder.</summary>
    public static bool Is(long size) =>
        size is 0 or (>= LeastPlaceholder and <= int.MaxValue) or (>= 0xFFFF_0000 and <= Unknown) or long.MaxValue;

    /// <summary>Whether only chunks follow up to the end of the file, so that a size of 0 is real.</summary>
    public static bool IsFollowedByChunks(ByteSource bytes)
    {
        var start = bytes.Position;
        var chunks = 0;
        while (bytes.Remaining >= ChunkHeaderBytes)
        {
            var code = bytes.ReadCode("chunk header");
            long size = bytes.ReadUInt32("chunk header");
            if (!code.IsPrintable || size > bytes.Remaining)
            {
                chunks = 0;
                break;
            }

            bytes.Position = Math.Min(bytes.Position + size + (size & 1), bytes.Length);
            chunks++;
        }

        bytes.Position = start;
        return chunks > 0;
    }
}
