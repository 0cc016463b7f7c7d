using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Scans;

/// <summary>A scan in this process, and its result once it has ended. Any number of callers follow it.</summary>
internal sealed class RunningScan : IProgress<ScanProgress>, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<ScanSummary> _work;
    private readonly Lock _lock = new();
    private readonly List<IProgress<ScanProgress>> _followers = [];
    private ScanProgress? _latest;

    /// <summary>Starts a scan.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="scan">Scans.</param>
    /// <param name="owner">Ends the scan.</param>
    public RunningScan(
        ScanOrder order, Func<IProgress<ScanProgress>, CancellationToken, Task<ScanSummary>> scan, CancellationToken owner)
    {
        Order = order;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(owner);
        var stop = _stop.Token;
        _work = Task.Run(() => RunAsync(scan, stop), CancellationToken.None);
    }

    public ScanOrder Order { get; }

    public bool IsRunning => !_work.IsCompleted;

    public bool HasResult => _work.IsCompletedSuccessfully;

    /// <summary>Tells the progress, the latest at once, and waits for the result; of a scan that has ended, there is only that.</summary>
    public async Task<ScanSummary> FollowAsync(IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _followers.Add(progress);
            if (_latest is { } latest && IsRunning)
            {
                progress.Report(latest);
            }
        }

        try
        {
            return await _work.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _followers.Remove(progress);
            }
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Report(ScanProgress value)
    {
        lock (_lock)
        {
            _latest = value;
            _followers.ForEach(follower => follower.Report(value));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task<ScanSummary> RunAsync(
        Func<IProgress<ScanProgress>, CancellationToken, Task<ScanSummary>> scan, CancellationToken stop)
    {
        try
        {
            return await scan(this, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new ScanStoppedException();
        }
    }
}
