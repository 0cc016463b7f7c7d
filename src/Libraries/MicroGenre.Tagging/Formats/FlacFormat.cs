namespace MicroGenre.Tagging.Formats;

/// <summary>FLAC (RFC 9639): blocks of metadata, one of which is a Vorbis comment, before the audio.</summary>
internal sealed class FlacFormat : ITagFormat
{
    private const int Mark = 4;
    private const int CommentBlock = 4;
    private const int LastBlock = 0x80;
    private const int LongestBlock = (1 << 24) - 1;

    public string Name => "Vorbis comment";

    public string? ReadGenre(Stream file) => CommentOf(BlocksOf(file))?.Genre;

    public void Write(Stream source, Stream target, string genre)
    {
        var blocks = BlocksOf(source);
        var audio = source.Position;
        var comment = (CommentOf(blocks) ?? VorbisComment.Empty).WithGenre(genre);
        if (comment.Length > LongestBlock)
        {
            throw new TagFormatException("Its Vorbis comment would be longer than 16 MiB, the most that FLAC holds.");
        }

        // Behind the first block, which has to be that of the stream; where there is a comment, in its place.
        var at = blocks.FindIndex(block => block.Kind == CommentBlock);
        at = at < 0 ? 1 : at;
        List<(int Kind, byte[] Content)> written = [.. blocks.Take(at), (CommentBlock, comment), .. blocks.Skip(at).Where(block => block.Kind != CommentBlock)];

        source.CopyRange(target, 0, Mark);
        foreach (var (i, (kind, content)) in written.Index())
        {
            target.Write([(byte)(kind | (i == written.Count - 1 ? LastBlock : 0)), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length]);
            target.Write(content);
        }

        source.CopyRange(target, audio, source.Length);
    }

    private static VorbisComment? CommentOf(List<(int Kind, byte[] Content)> blocks) =>
        blocks.Find(block => block.Kind == CommentBlock) is { Content: { } content } ? VorbisComment.Parse(content) : null;

    /// <summary>Reads the blocks; the audio follows.</summary>
    private static List<(int Kind, byte[] Content)> BlocksOf(Stream file)
    {
        file.Position = Mark;
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
