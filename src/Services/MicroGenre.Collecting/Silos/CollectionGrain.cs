using MicroGenre.Collecting.Libraries;
using MicroGenre.Collections;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Silos;

/// <summary>Runs the scan of a library and distributes its files over all silos. The lock of the database ends with the silo.</summary>
internal sealed partial class CollectionGrain(
    [PersistentState("scan", SiloExtensions.Storage)] IPersistentState<ScanRecord> record,
    OpenLibrary library, IGrainFactory grains, ISiloStatusOracle silos, CollectingOptions options, ILogger<CollectionGrain> logger)
    : Grain, ICollectionGrain, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    private Task _work = Task.CompletedTask;
    private CancellationTokenSource _stop = new();
    private volatile ScanProgress? _progress;

    public async Task<ScanState> FollowAsync(string scan, string model)
    {
        var isSame = record.State.Scan == scan;
        if (!_work.IsCompleted)
        {
            return isSame ? new ScanState { Progress = _progress }
                : new ScanState { Failure = "Another scan of the library is running. Start this one when it has ended." };
        }

        if (isSame && record.State.End is { } end)
        {
            return end;
        }

        await SaveAsync(isSame ? record.State : new ScanRecord { Scan = scan, Model = model });
        _stop.Dispose();
        (_progress, _stop) = (null, new CancellationTokenSource());
        DelayDeactivation(Longest);
        _work = RunAsync(record.State, _stop.Token);
        return new ScanState();
    }

    public async Task<ScanState?> WatchAsync() =>
        record.State.Scan.Length == 0 ? null : await FollowAsync(record.State.Scan, record.State.Model);

    public async Task LeaveAsync(string scan)
    {
        if (!_work.IsCompleted && record.State.Scan == scan)
        {
            await EndAsync();
            await SaveAsync(new ScanRecord());
        }
    }

    public async Task<bool> StopAsync()
    {
        var isRunning = !_work.IsCompleted;
        if (isRunning)
        {
            await EndAsync();
            await SaveAsync(record.State with { End = record.State.End ?? new ScanState { IsStopped = true } });
        }

        return isRunning;
    }

    // Another silo goes on with the scan when it is asked.
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => EndAsync();

    public void Dispose() => _stop.Dispose();

    [LoggerMessage(LogLevel.Error, "A scan failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What is to be remembered of a scan could not be stored: {Reason}")]
    private static partial void LogUnsaved(ILogger logger, string reason);

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    private async Task RunAsync(ScanRecord scan, CancellationToken cancellation)
    {
        // Off the grain's own thread, which is for short work.
        var end = await Task.Run(() => ScanAsync(scan.Model, cancellation), CancellationToken.None);
        if (end is not null)
        {
            await SaveAsync(scan with { End = end });
        }

        DelayDeactivation(TimeSpan.Zero);
    }

    /// <returns>How the scan ended; <see langword="null"/> where it was stopped.</returns>
    private async Task<ScanState?> ScanAsync(string model, CancellationToken cancellation)
    {
        try
        {
            var database = await library.GetAsync(cancellation);
            using var finder = new ShardFinder(grains, silos, model, options.ThreadCount);
            return ScanState.Of(await new LibraryScanner(database, finder).ScanAsync(new Steps(this), cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (LibraryException e)
        {
            return new ScanState { Failure = e.Message };
        }
        catch (Exception e)
        {
            // Callers may be unable to deserialise exceptions of other silos.
            LogFailed(logger, e);
            return new ScanState { Failure = $"The scan failed: {e.Message}" };
        }
    }

    // A scan does without: only another silo could not go on with it.
    private async Task SaveAsync(ScanRecord state)
    {
        record.State = state;
        try
        {
            await record.WriteStateAsync();
        }
        catch (Exception e)
        {
            LogUnsaved(logger, e.Message);
        }
    }

    private sealed class Steps(CollectionGrain grain) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => grain._progress = value;
    }
}
