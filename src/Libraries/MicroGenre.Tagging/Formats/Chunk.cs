namespace MicroGenre.Tagging.Formats;

/// <summary>A chunk of a WAV or AIFF file.</summary>
/// <param name="Id">Its four letters.</param>
/// <param name="From">Where its header begins.</param>
/// <param name="Length">The length of its content, which may be more than its header says: see <see cref="ChunkLayout"/>.</param>
internal sealed record Chunk(string Id, long From, long Length)
{
    /// <summary>The length of a chunk's header in bytes.</summary>
    public const int HeaderLength = 8;

    /// <summary>Where its content begins.</summary>
    public long Content => From + HeaderLength;

    /// <summary>Where its content ends; a zero follows where the length is odd.</summary>
    public long End => Content + Length;

    /// <summary>Whether it holds an ID3v2 tag.</summary>
    public bool IsId3 => Id is "id3 " or "ID3 ";
}
