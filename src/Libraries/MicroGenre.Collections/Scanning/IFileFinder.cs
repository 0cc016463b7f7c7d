namespace MicroGenre.Collections.Scanning;

/// <summary>Reads and analyses the files of a scan, on this machine or on others with access to the same files.</summary>
public interface IFileFinder
{
    /// <summary>The model that predicts genres, as NAME/VERSION.</summary>
    string Model { get; }

    /// <summary>Number of files in a shard.</summary>
    int ShardSize { get; }

    /// <summary>Number of shards to process at the same time.</summary>
    int Lanes { get; }

    /// <summary>Reads a shard.</summary>
    /// <param name="shard">The files to read.</param>
    /// <param name="isKnown">Returns whether the library knows a content, given its SHA-256.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The findings. Files that vanish or keep changing are left out; another scan will read them.</returns>
    Task<IReadOnlyList<FileFinding>> FindAsync(IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation);
}
