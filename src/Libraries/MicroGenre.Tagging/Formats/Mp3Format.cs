namespace MicroGenre.Tagging.Formats;

/// <summary>MPEG audio with ID3v2 tags before it, and APE and ID3v1 tags behind it.</summary>
internal sealed class Mp3Format : ITagFormat
{
    public string Name => "ID3v2";

    public string? ReadGenre(Stream file)
    {
        var leading = LeadingTags.Read(file);
        return leading.Genre ?? TrailingTags.Read(file, leading.End).Genre;
    }

    public IEnumerable<TextFrame> ReadTexts(Stream file)
    {
        var leading = LeadingTags.Read(file);
        return leading.Frames.Concat(TrailingTags.Read(file, leading.End).Frames);
    }

    public void Write(Stream source, Stream target, string genre)
    {
        var leading = LeadingTags.Read(source);
        var trailing = TrailingTags.Read(source, leading.End);
        if (leading.Tags.Count == 0)
        {
            // Many players ignore other tags if there is an ID3v2 tag.
            target.Write(Id3Tag.Of(trailing.Frames).WithGenre(genre));
        }

        leading.WriteTo(target, genre);
        source.CopyRange(target, leading.End, trailing.From);
        trailing.WriteTo(source, target, genre);
    }
}
