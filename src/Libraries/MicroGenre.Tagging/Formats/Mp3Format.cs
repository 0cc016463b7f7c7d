namespace MicroGenre.Tagging.Formats;

/// <summary>MPEG audio with ID3v2 tags before it, and APE and ID3v1 tags behind it.</summary>
internal sealed class Mp3Format : ITagFormat
{
    public string Name => "ID3v2";

    public IReadOnlyList<string> ReadGenres(Stream file)
    {
        var leading = LeadingTags.Read(file);
        return GenreText.First([leading.Genres, TrailingTags.Read(file, leading.End).Genres]);
    }

    public IEnumerable<TextFrame> ReadTexts(Stream file)
    {
        var leading = LeadingTags.Read(file);
        return leading.Frames.Concat(TrailingTags.Read(file, leading.End).Frames);
    }

    public void Write(Stream source, Stream target, IReadOnlyList<string> genres)
    {
        var leading = LeadingTags.Read(source);
        var trailing = TrailingTags.Read(source, leading.End);
        if (leading.Tags.Count == 0)
        {
            // Many players ignore other tags if there is an ID3v2 tag.
            target.Write(Id3Tag.Of(trailing.Frames).WithGenres(genres));
        }

        leading.WriteTo(target, genres);
        source.CopyRange(target, leading.End, trailing.From);
        trailing.WriteTo(source, target, genres);
    }
}
