namespace ServiceDefaults.Testing;

/// <summary>Work in the background that fails once the service runs.</summary>
internal sealed class FailingWorker(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task;
        throw new InvalidOperationException("the worker gives up");
    }
}
