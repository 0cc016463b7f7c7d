using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Silos;

/// <summary>A shard of a scan: files that one silo reads and analyses.</summary>
internal interface IShardGrain : IGrainWithGuidKey
{
    /// <summary>Reads and analyses the files.</summary>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <param name="files">The files.</param>
    [ResponseTimeout("01:00:00")]
    Task<List<FileFinding>> FindAsync(string model, List<FileOrder> files);
}
