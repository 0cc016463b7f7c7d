using MicroGenre.Collecting.Libraries;
using MicroGenre.Collecting.Scans;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Silos;

/// <summary>
/// Runs scans on all silos of the cluster. If the silo that runs a scan dies, another one continues from the committed results.
/// </summary>
internal sealed class ClusterScans(IGrainFactory grains, OpenLibrary library, CollectingOptions options) : IScans
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<ScanSummary> RunAsync(string scan, string model, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var database = await library.GetAsync(cancellation);
        var collection = grains.GetGrain<ICollectionGrain>(database.Name);
        try
        {
            while (true)
            {
                var state = await StateAsync(collection, scan, model, cancellation);
                if (state.Result() is { } summary)
                {
                    return summary;
                }

                if (state.Progress is { } step)
                {
                    progress.Report(step);
                }

                await Task.Delay(options.ProgressInterval, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            await collection.StopAsync(scan);
            throw;
        }
    }

    private static async Task<ScanState> StateAsync(ICollectionGrain collection, string scan, string model, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await collection.FollowAsync(scan, model);
            }
            catch (Exception e) when (SiloLoss.Is(e) && !patience.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
        }
    }
}
