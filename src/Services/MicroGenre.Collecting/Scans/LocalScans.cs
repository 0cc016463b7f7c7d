using MicroGenre.Collecting.Libraries;
using MicroGenre.Collections;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collecting.Scans;

/// <summary>Runs scans in this process, one at a time, and remembers the last one. All scans end with the process.</summary>
public sealed class LocalScans(
    OpenLibrary library, AnalyzerCache analyzers, CollectingOptions options, IHostApplicationLifetime lifetime) : IScans, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private RunningScan? _last;

    /// <inheritdoc/>
    public async Task<ScanSummary> RunAsync(ScanOrder order, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var database = await library.GetAsync(cancellation);
        var scan = await BeginAsync(order, database, order.IsDetached ? lifetime.ApplicationStopping : cancellation, cancellation);

        // The caller ends a scan of its own, and sees it end.
        return await scan.FollowAsync(progress, scan.Order.IsDetached ? cancellation : CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<ScanSummary?> WatchAsync(IProgress<ScanProgress> progress, CancellationToken cancellation) =>
        Volatile.Read(ref _last) is { } scan ? await scan.FollowAsync(progress, cancellation) : null;

    /// <inheritdoc/>
    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var isRunning = _last is { IsRunning: true };
            if (isRunning)
            {
                await _last!.StopAsync().WaitAsync(cancellation);
            }

            return isRunning;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_last is not null)
        {
            await _last.DisposeAsync();
        }

        _turn.Dispose();
    }

    private async Task<RunningScan> BeginAsync(
        ScanOrder order, LibraryDatabase database, CancellationToken owner, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_last is { } last)
            {
                if (last.Order.Name == order.Name && (last.HasResult || (last.IsRunning && last.Order.IsDetached)))
                {
                    return last;
                }

                if (last.IsRunning)
                {
                    throw new LibraryException("Another scan of the library is running. Start this one when it has ended.");
                }

                await last.DisposeAsync();
            }

            var scan = new RunningScan(
                order,
                (progress, stop) => new LibraryScanner(database, new LocalFinder(analyzers.Get(order.Model), options.ThreadCount))
                    .ScanAsync(progress, stop),
                owner);
            Volatile.Write(ref _last, scan);
            return scan;
        }
        finally
        {
            _turn.Release();
        }
    }
}
