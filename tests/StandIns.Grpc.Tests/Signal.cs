namespace StandIns.Grpc.Tests;

/// <summary>Something that happens once, on the other side of a call; waiting for it has a limit.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Happens() => _happened.TrySetResult();

    public Task HappenedAsync() => _happened.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until a token is cancelled, tells so, and lets the cancellation through.</summary>
    public async Task<T> UntilCancelledAsync<T>(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("An infinite wait ended.");
        }
        finally
        {
            Happens();
        }
    }
}
