namespace MicroGenre.Tagging.Formats;

/// <summary>How one kind of file holds its genre.</summary>
internal interface ITagFormat
{
    /// <summary>What holds the genre.</summary>
    string Name { get; }

    /// <summary>The genre; <see langword="null"/> where there is none.</summary>
    /// <param name="file">The file, at its beginning; seekable.</param>
    string? ReadGenre(Stream file);

    /// <summary>Whether a file of this kind can be changed safely.</summary>
    /// <param name="file">The file; seekable.</param>
    bool CanWrite(Stream file) => true;

    /// <summary>Copies a file with another genre.</summary>
    /// <param name="source">The file; seekable.</param>
    /// <param name="target">Empty.</param>
    /// <param name="genre">The genre.</param>
    void Write(Stream source, Stream target, string genre);
}
