using MicroGenre.Collecting.Libraries;
using MicroGenre.Collecting.Scans;
using MicroGenre.Collections.Scanning;
using Orleans.Placement;

namespace MicroGenre.Collecting.Silos;

/// <summary>Reads and analyses the files of a shard on its silo.</summary>
[RandomPlacement]
internal sealed class ShardGrain(OpenLibrary library, AnalyzerCache analyzers) : Grain, IShardGrain
{
    public async Task<List<FileFinding>> FindAsync(string model, List<FileOrder> files)
    {
        DeactivateOnIdle();
        await library.GetAsync(CancellationToken.None);

        // Not on the grain's own thread, which is meant for short work.
        return await Task.Run(async () =>
        {
            var finder = new LocalFinder(analyzers.Get(model), threads: 1);
            return (List<FileFinding>)[
                .. await finder.FindAsync(files, sha256 => library.Catalog.KnowsContent(sha256, model), CancellationToken.None)];
        });
    }
}
