using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>
/// Stops a service gracefully. Once it is told to stop, it accepts no new calls, and active calls have a time limit to finish. Then they
/// are cut off, because the server would otherwise wait for them.
/// </summary>
internal sealed class CallDrain : IHostedLifecycleService, IDisposable
{
    private readonly TimeSpan _limit;
    private readonly ILogger _logger;
    private readonly CancellationTokenRegistration _stopping;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Lock _lock = new();
    private int _calls;

    public CallDrain(TimeSpan limit, IHostApplicationLifetime lifetime, ILogger<CallDrain> logger)
    {
        _limit = limit;
        _logger = logger;
        _stopping = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>Whether the service has been told to stop.</summary>
    public bool Draining { get; private set; }

    /// <summary>Cancelled when the time limit for active calls is over.</summary>
    public CancellationToken CutOff => _cutOff.Token;

    /// <summary>Registers a call, which ends with <see cref="Leave"/>.</summary>
    /// <returns>Whether the service still accepts calls.</returns>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (!Draining)
            {
                _calls++;
            }

            return !Draining;
        }
    }

    /// <summary>Ends a call.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_calls == 0 && Draining)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Waits for active calls before anything else stops.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            await _idle.Task.WaitAsync(_limit, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            _logger.LogWarning("Stopping with {Calls} calls unfinished after {Limit}.", Volatile.Read(ref _calls), _limit);
            await _cutOff.CancelAsync();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _cutOff.Dispose();
    }

    private void Begin()
    {
        lock (_lock)
        {
            Draining = true;
            if (_calls == 0)
            {
                _idle.TrySetResult();
            }
        }
    }
}
