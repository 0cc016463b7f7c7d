namespace MicroGenre.Tagging.Formats;

/// <summary>A chunk of a WAV or AIFF file.</summary>
/// <param name="Id">Its four letters.</param>
/// <param name="From">The offset of its header.</param>
/// <param name="Length">The length of its content, which may exceed what its header states: see <see cref="ChunkLayout"/>.</param>
internal sealed record Chunk(string Id, long From, long Length)
{
    /// <summary>The length of a chunk's header in bytes.</summary>
    public const int HeaderLength = 8;

    /// <summary>The offset of its content.</summary>
    public long Content => From + HeaderLength;

    /// <summary>The end of its content. A zero byte follows if the length is odd.</summary>
    public long End => Content + Length;

    /// <summary>Whether it contains an ID3v2 tag.</summary>
    public bool IsId3 => Id is "id3 " or "ID3 ";
}
