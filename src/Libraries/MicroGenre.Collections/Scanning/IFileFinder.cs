namespace MicroGenre.Collections.Scanning;

/// <summary>Reads and analyses the files of a scan: on this machine, or on others that see the same files.</summary>
public interface IFileFinder
{
    /// <summary>The model that tells genres, as NAME/VERSION.</summary>
    string Model { get; }

    /// <summary>How many files to hand out together.</summary>
    int ShardSize { get; }

    /// <summary>How many shards to hand out at once.</summary>
    int Lanes { get; }

    /// <summary>Reads a shard.</summary>
    /// <param name="shard">The files.</param>
    /// <param name="isKnown">Whether the library knows what is in a file, by its SHA-256.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found; files that vanish or go on changing are left out, and another scan takes them.</returns>
    Task<IReadOnlyList<FileFinding>> FindAsync(IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation);
}
