namespace MicroGenre.Tagging.Formats;

/// <summary>Reads and writes the genre in one kind of file.</summary>
internal interface ITagFormat
{
    /// <summary>The name of the tag format.</summary>
    string Name { get; }

    /// <summary>Reads the genre; <see langword="null"/> if there is none.</summary>
    /// <param name="file">The file: seekable, at its start.</param>
    string? ReadGenre(Stream file);

    /// <summary>
    /// Reads the texts for title, artist, album and year, with their names in ID3v2.3. Of several with the same name the first counts.
    /// </summary>
    /// <param name="file">The file; seekable.</param>
    IEnumerable<TextFrame> ReadTexts(Stream file);

    /// <summary>Why the genre cannot be written to this file, as half a sentence; <see langword="null"/> if it can.</summary>
    /// <param name="file">The file; seekable.</param>
    string? ObstacleIn(Stream file) => null;

    /// <summary>Copies a file and sets the genre in all of its tags that have a field for it. Everything else stays unchanged.</summary>
    /// <param name="source">The file; seekable.</param>
    /// <param name="target">The empty target.</param>
    /// <param name="genre">The genre.</param>
    void Write(Stream source, Stream target, string genre);
}
