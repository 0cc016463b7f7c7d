namespace MicroGenre.Tagging.Formats;

/// <summary>
/// The ID3v2 tags that a file begins with, one directly behind the other. There is one as a rule; two programs may have left two.
/// </summary>
/// <param name="Tags">The tags in order.</param>
/// <param name="End">Where what follows them begins.</param>
internal sealed record LeadingTags(IReadOnlyList<Id3Tag> Tags, long End)
{
    /// <summary>The genre that the first of them with a genre names.</summary>
    public string? Genre => Tags.Select(tag => tag.Genre).FirstOrDefault(genre => genre is not null);

    /// <summary>The texts of all of them.</summary>
    public IEnumerable<TextFrame> Frames => Tags.SelectMany(tag => tag.Frames);

    /// <summary>Reads the tags.</summary>
    /// <exception cref="TagFormatException">One is malformed.</exception>
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

    /// <summary>Where what follows the tags begins, whatever they hold.</summary>
    public static long EndOf(Stream file)
    {
        var end = 0L;
        while (Id3Tag.LengthAt(file, end) is { } length)
        {
            end += length;
        }

        return end;
    }

    /// <summary>Writes the tags, all with another genre.</summary>
    public void WriteTo(Stream target, string genre)
    {
        foreach (var tag in Tags)
        {
            target.Write(tag.WithGenre(genre));
        }
    }
}
