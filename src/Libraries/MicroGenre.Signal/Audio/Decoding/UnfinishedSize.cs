namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Sizes that a writer never filled in, because it was killed or could not go back in a pipe: they stay 0 or near their maximum, and mean
/// "up to the end of the file".
/// </summary>
internal static class UnfinishedSize
{
    /// <summary>What a header says whose writer knows that it does not know.</summary>
    public const uint Unknown = uint.MaxValue;

    /// <summary>
    /// Programs that write to pipes claim the most that a signed or unsigned size can hold, rounded down to whole blocks.
    /// </summary>
    private const long LeastPlaceholder = 0x7FFF_0000;
    private const int ChunkHeaderBytes = 8;

    /// <summary>Whether a size, of whatever width, says nothing.</summary>
    public static bool Is(long size) =>
        size is 0 or (>= LeastPlaceholder and <= int.MaxValue) or (>= 0xFFFF_0000 and <= Unknown) or long.MaxValue;

    /// <summary>Whether what follows to the end of the file is a row of chunks, so that a size of 0 is meant as it stands.</summary>
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
