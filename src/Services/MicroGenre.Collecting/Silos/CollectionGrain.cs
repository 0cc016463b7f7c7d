using MicroGenre.Collecting.Libraries;
using MicroGenre.Collections;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Silos;

/// <summary>Runs the scan of a library and distributes its files over all silos. The lock of the database ends with the silo.</summary>
internal sealed partial class CollectionGrain(
    OpenLibrary library, IGrainFactory grains, ISiloStatusOracle silos, CollectingOptions options, ILogger<CollectionGrain> logger)
    : Grain, ICollectionGrain, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    private Guid _scan;
    private Task<ScanState>? _work;
    private CancellationTokenSource _stop = new();
    private volatile ScanProgress? _progress;

    public async Task<ScanState> StartAsync(Guid scan, string model)
    {
        if (_work is { IsCompleted: false } && scan != _scan)
        {
            return new ScanState { Failure = "Another scan of the library is running. Start this one when it has ended." };
        }

        if (_work is null || scan != _scan)
        {
            _stop.Dispose();
            (_scan, _progress, _stop) = (scan, null, new CancellationTokenSource());
            var stop = _stop.Token;
            DelayDeactivation(Longest);
            _work = Task.Run(() => ScanAsync(model, stop));
        }

        return await StateAsync();
    }

    public async Task<ScanState?> GetAsync(Guid scan) => _work is null || scan != _scan ? null : await StateAsync();

    public async Task StopAsync(Guid scan)
    {
        if (_work is { } work && scan == _scan)
        {
            await _stop.CancelAsync();
            await work;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync(_scan);

    public void Dispose() => _stop.Dispose();

    [LoggerMessage(LogLevel.Error, "A scan failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private async Task<ScanState> StateAsync()
    {
        if (!_work!.IsCompleted)
        {
            return new ScanState { Progress = _progress };
        }

        DelayDeactivation(TimeSpan.Zero);
        return await _work;
    }

    private async Task<ScanState> ScanAsync(string model, CancellationToken cancellation)
    {
        try
        {
            var database = await library.GetAsync(cancellation);
            using var finder = new ShardFinder(grains, silos, model, options.ThreadCount);
            return ScanState.Of(await new LibraryScanner(database, finder).ScanAsync(new Steps(this), cancellation));
        }
        catch (OperationCanceledException)
        {
            return new ScanState { Failure = "The scan was stopped." };
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

    private sealed class Steps(CollectionGrain grain) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => grain._progress = value;
    }
}
