namespace MicroGenre.Evaluating;

/// <summary>Runs one evaluation at a time, because each uses the whole machine.</summary>
public sealed class EvaluationTurns : IDisposable
{
    private readonly SemaphoreSlim _free = new(1);

    /// <summary>Waits for a turn. Dispose the result to end it.</summary>
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
