namespace MicroGenre.Tagging.Formats;

/// <summary>Reads and writes the genres in one kind of file.</summary>
internal interface ITagFormat
{
    /// <summary>The name of the tag format.</summary>
    string Name { get; }

    /// <summary>Reads the genres; empty if there are none.</summary>
    /// <param name="file">The file: seekable, at its start.</param>
    IReadOnlyList<string> ReadGenres(Stream file);

    /// <summary>
    /// Reads the texts for title, artist, album and year, with their names in ID3v2.3. Of several with the same name the first counts.
    /// </summary>
    /// <param name="file">The file; seekable.</param>
    IEnumerable<TextFrame> ReadTexts(Stream file);

    /// <summary>Why genres cannot be written to this file, as half a sentence; <see langword="null"/> if it can.</summary>
    /// <param name="file">The file; seekable.</param>
    string? ObstacleIn(Stream file) => null;

    /// <summary>Copies a file and sets the genres in all of its tags that have a field for them. Everything else stays unchanged.</summary>
    /// <param name="source">The file; seekable.</param>
    /// <param name="target">The empty target.</param>
    /// <param name="genres">The genres, at least one. A field that holds only one gets the first.</param>
    void Write(Stream source, Stream target, IReadOnlyList<string> genres);
}
