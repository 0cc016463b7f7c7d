namespace MicroGenre.Tagging.Formats;

/// <summary>How one kind of file holds its genre.</summary>
internal interface ITagFormat
{
    /// <summary>What holds the genre.</summary>
    string Name { get; }

    /// <summary>The genre; <see langword="null"/> where there is none.</summary>
    /// <param name="file">The file, at its beginning; seekable.</param>
    string? ReadGenre(Stream file);

    /// <summary>
    /// The texts for title, artist, album and year, by their names in ID3v2.3; of several with the same name the first counts.
    /// </summary>
    /// <param name="file">The file; seekable.</param>
    IEnumerable<TextFrame> ReadTexts(Stream file);

    /// <summary>
    /// Why the genre cannot be written into a file of this kind, as half a sentence; <see langword="null"/> where it can.
    /// </summary>
    /// <param name="file">The file; seekable.</param>
    string? ObstacleIn(Stream file) => null;

    /// <summary>
    /// Copies a file with another genre: every tag in it that has a field for the genre names it, and all else stays as it is.
    /// </summary>
    /// <param name="source">The file; seekable.</param>
    /// <param name="target">Empty.</param>
    /// <param name="genre">The genre.</param>
    void Write(Stream source, Stream target, string genre);
}
