namespace MicroGenre.Tagging.Formats;

/// <summary>
/// FLAC (RFC 9639): metadata blocks, one of them a Vorbis comment, before the audio. ID3 tags around them are kept and get the same genres.
/// </summary>
internal sealed class FlacFormat : ITagFormat
{
    private const int CommentBlock = 4;
    private const int LastBlock = 0x80;
    private const int LongestBlock = (1 << 24) - 1;

    /// <summary>The signature of a FLAC stream.</summary>
    public static ReadOnlySpan<byte> Mark => "fLaC"u8;

    public string Name => "Vorbis comment";

    public IReadOnlyList<string> ReadGenres(Stream file)
    {
        var leading = LeadingTags.Read(file);
        var blocks = BlocksOf(file, leading.End);
        var trailing = TrailingTags.Read(file, file.Position);
        var comments = blocks.Where(block => block.Kind == CommentBlock).Select(block => VorbisComment.Parse(block.Content).Genres);
        return GenreText.First([.. comments, leading.Genres, trailing.Genres]);
    }

    public IEnumerable<TextFrame> ReadTexts(Stream file)
    {
        var leading = LeadingTags.Read(file);
        var comments = BlocksOf(file, leading.End).Where(block => block.Kind == CommentBlock)
            .SelectMany(block => VorbisComment.Parse(block.Content).Frames);
        return comments.Concat(leading.Frames).Concat(TrailingTags.Read(file, file.Position).Frames);
    }

    public void Write(Stream source, Stream target, IReadOnlyList<string> genres)
    {
        var leading = LeadingTags.Read(source);
        var blocks = BlocksOf(source, leading.End);
        var audio = source.Position;
        var trailing = TrailingTags.Read(source, audio);

        leading.WriteTo(target, genres);
        target.Write(Mark);
        var written = WithGenres(blocks, genres);
        foreach (var (i, (kind, content)) in written.Index())
        {
            var mark = kind | (i == written.Count - 1 ? LastBlock : 0);
            target.Write([(byte)mark, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length]);
            target.Write(content);
        }

        source.CopyRange(target, audio, trailing.From);
        trailing.WriteTo(source, target, genres);
    }

    /// <summary>
    /// Sets the genres in the first comment and removes them from the others, because players join the genres of all comments.
    /// </summary>
    private static List<(int Kind, byte[] Content)> WithGenres(
        List<(int Kind, byte[] Content)> blocks, IReadOnlyList<string> genres)
    {
        var first = blocks.FindIndex(block => block.Kind == CommentBlock);
        List<(int Kind, byte[] Content)> written = first < 0
            ? [blocks[0], (CommentBlock, VorbisComment.Empty.With(genres)), .. blocks[1..]]
            : [.. blocks.Select((block, i) => block.Kind != CommentBlock
                ? block
                : (block.Kind, VorbisComment.Parse(block.Content).With(i == first ? genres : [])))];
        return written.TrueForAll(block => block.Content.Length <= LongestBlock)
            ? written
            : throw new TagFormatException("Its Vorbis comment would be longer than 16 MiB, the most that FLAC holds.");
    }

    /// <summary>Reads the blocks. The audio follows them.</summary>
    private static List<(int Kind, byte[] Content)> BlocksOf(Stream file, long from)
    {
        file.Position = from + Mark.Length;
        var blocks = new List<(int Kind, byte[] Content)>();
        while (true)
        {
            var header = file.ReadBytes(4);
            blocks.Add((header[0] & ~LastBlock, file.ReadBytes((header[1] << 16) | (header[2] << 8) | header[3])));
            if ((header[0] & LastBlock) != 0)
            {
                return blocks[0].Kind == 0 ? blocks : throw new TagFormatException("Its first block is not that of a FLAC stream.");
            }
        }
    }
}
