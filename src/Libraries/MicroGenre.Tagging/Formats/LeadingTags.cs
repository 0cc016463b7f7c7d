namespace MicroGenre.Tagging.Formats;

/// <summary>The consecutive ID3v2 tags at the start of a file. There is usually one, but two programs may have left two.</summary>
/// <param name="Tags">The tags in order.</param>
/// <param name="End">The offset behind them.</param>
internal sealed record LeadingTags(IReadOnlyList<Id3Tag> Tags, long End)
{
    /// <summary>The genres of the first tag that has some.</summary>
    public IReadOnlyList<string> Genres => GenreText.First(Tags.Select(tag => tag.Genres));

    /// <summary>The texts of all of them.</summary>
    public IEnumerable<TextFrame> Frames => Tags.SelectMany(tag => tag.Frames);

    /// <summary>Reads the tags.</summary>
    /// <exception cref="TagFormatException">A tag is malformed.</exception>
    public static LeadingTags Read(Stream file)
    {
        var tags = new List<Id3Tag>();
        var end = 0L;
        while (Id3Tag.LengthAt(file, end) is { } length)
        {
            file.Position = end;
            tags.Add(Id3Tag.Parse(file.ReadBytes(length)));
            end += length;
        }

        return new LeadingTags(tags, end);
    }

    /// <summary>The offset behind the tags, whatever they contain.</summary>
    public static long EndOf(Stream file)
    {
        var end = 0L;
        while (Id3Tag.LengthAt(file, end) is { } length)
        {
            end += length;
        }

        return end;
    }

    /// <summary>Writes all tags with other genres.</summary>
    public void WriteTo(Stream target, IReadOnlyList<string> genres)
    {
        foreach (var tag in Tags)
        {
            target.Write(tag.WithGenres(genres));
        }
    }
}
