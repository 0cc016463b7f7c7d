namespace MicroGenre.Collections.Store;

/// <summary>A row of the table of folders.</summary>
public sealed class LibraryFolder
{
    /// <summary>The ID of the row.</summary>
    public int Id { get; set; }

    /// <summary>The full path, which may be <see cref="Signal.Files.RawPath">raw</see>.</summary>
    public required string Path { get; set; }
}
