namespace MicroGenre.Collections.Store;

/// <summary>A folder that the library follows: a row of the table of folders.</summary>
public sealed class LibraryFolder
{
    /// <summary>The number of the row.</summary>
    public int Id { get; set; }

    /// <summary>The full path, which may be <see cref="Signal.Files.RawPath">raw</see>.</summary>
    public required string Path { get; set; }
}
