using MicroGenre.Collections.Scanning;
using Orleans.Runtime.Placement;

namespace MicroGenre.Collecting.Silos;

/// <summary>
/// Hands out shards to all silos, to the least busy one first. Silos that join get their share; a shard of a silo that dies is handed out
/// again.
/// </summary>
internal sealed class ShardFinder(IGrainFactory grains, ISiloStatusOracle silos, string model, int threads) : IFileFinder, IDisposable
{
    // Long enough for a dead silo to be declared so.
    private const int Attempts = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Dictionary<SiloAddress, int> _busy = [];
    private readonly SemaphoreSlim _freed = new(0);
    private readonly Lock _lock = new();

    public string Model => model;

    // Small: what a silo has at hand is lost with it.
    public int ShardSize => 4;

    // More than silos take at once: the others wait here.
    public int Lanes => 256;

    public async Task<IReadOnlyList<FileFinding>> FindAsync(
        IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var silo = await TakeAsync(cancellation);
            try
            {
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
                return await grains.GetGrain<IShardGrain>(Guid.NewGuid()).FindAsync(model, [.. shard]).WaitAsync(cancellation);
            }
            catch (Exception e) when (SiloLoss.Is(e) && attempt < Attempts)
            {
                await Task.Delay(Pause, cancellation);
            }
            finally
            {
                Free(silo);
            }
        }
    }

    public void Dispose() => _freed.Dispose();

    private async Task<SiloAddress> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake() is { } silo)
            {
                return silo;
            }

            // A silo may join meanwhile.
            await _freed.WaitAsync(Pause, cancellation);
        }
    }

    // One shard more than a silo has threads waits there, so that none of them does.
    private SiloAddress? TryTake()
    {
        lock (_lock)
        {
            var free = silos.GetApproximateSiloStatuses(onlyActive: true).Keys
                .Where(silo => _busy.GetValueOrDefault(silo) <= threads)
                .MinBy(silo => _busy.GetValueOrDefault(silo));
            if (free is not null)
            {
                _busy[free] = _busy.GetValueOrDefault(free) + 1;
            }

            return free;
        }
    }

    private void Free(SiloAddress silo)
    {
        lock (_lock)
        {
            _busy[silo]--;
        }

        if (_freed.CurrentCount == 0)
        {
            _freed.Release();
        }
    }
}
