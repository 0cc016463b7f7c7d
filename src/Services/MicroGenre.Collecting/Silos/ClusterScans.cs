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

    public async Task<ScanSummary> RunAsync(ScanOrder order, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var collection = await CollectionAsync(cancellation);
        try
        {
            return await FollowAsync(() => collection.FollowAsync(order.Name, order.Model), progress, cancellation);
        }
        catch (OperationCanceledException) when (!order.IsDetached && cancellation.IsCancellationRequested)
        {
            await collection.LeaveAsync(order.Name);
            throw;
        }
    }

    public async Task<ScanSummary?> WatchAsync(IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var collection = await CollectionAsync(cancellation);
        return await AskAsync(collection.WatchAsync, cancellation) is null ? null
            : await FollowAsync(
                async () => await collection.WatchAsync() ?? new ScanState { IsStopped = true }, progress, cancellation);
    }

    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        var collection = await CollectionAsync(cancellation);
        return await AskAsync(collection.StopAsync, cancellation);
    }

    private async Task<ICollectionGrain> CollectionAsync(CancellationToken cancellation) =>
        grains.GetGrain<ICollectionGrain>((await library.GetAsync(cancellation)).Name);

    private async Task<ScanSummary> FollowAsync(
        Func<Task<ScanState>> ask, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        while (true)
        {
            var state = await AskAsync(ask, cancellation);
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

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (SiloLoss.Is(e, cancellation) && !patience.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
        }
    }
}
