namespace MicroGenre.Evaluating;

/// <summary>Lets one evaluation run at a time: each uses all of the machine.</summary>
public sealed class EvaluationTurns : IDisposable
{
    private readonly SemaphoreSlim _free = new(1);

    /// <summary>Waits for a turn, which ends when what is returned is disposed.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Turn(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
