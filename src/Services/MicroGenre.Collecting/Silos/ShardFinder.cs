using MicroGenre.Collections.Scanning;
using Orleans.Runtime.Placement;

namespace MicroGenre.Collecting.Silos;

/// <summary>
/// Distributes shards over all silos, the least busy one first. Silos that join get their share; the shards of a silo that dies are
/// distributed again.
/// </summary>
internal sealed class ShardFinder(IGrainFactory grains, ISiloStatusOracle silos, string model, int threads) : IFileFinder, IDisposable
{
    // Long enough for a dead silo to be declared dead.
    private const int Attempts = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Dictionary<SiloAddress, int> _busy = [];
    private readonly SemaphoreSlim _freed = new(0);
    private readonly Lock _lock = new();

    public string Model => model;

    // Small, because a dying silo loses the shards it is working on.
    public int ShardSize => 4;

    // More than silos take at once: the others wait here.
    public int Lanes => 2048;

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
            catch (Exception e) when (SiloLoss.Is(e, cancellation) && attempt < Attempts)
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

            // A silo may have joined in the meantime.
            await _freed.WaitAsync(Pause, cancellation);
        }
    }

    // A silo holds one shard more than it has threads, so that no thread is idle.
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
