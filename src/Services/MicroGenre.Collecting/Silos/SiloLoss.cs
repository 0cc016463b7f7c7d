namespace MicroGenre.Collecting.Silos;

/// <summary>Distinguishes calls that failed because a silo died from calls that failed by themselves or were given up.</summary>
public static class SiloLoss
{
    /// <summary>Whether a call is worth repeating.</summary>
    /// <param name="exception">How the call failed.</param>
    /// <param name="cancellation">The caller's own.</param>
    /// <remarks>
    /// Orleans cancels the activation of a grain whose directory was on the dead silo, and passes this to the caller,
    /// who did not cancel anything.
    /// </remarks>
    public static bool Is(Exception exception, CancellationToken cancellation) =>
        exception is OrleansException or TimeoutException
        || (exception is OperationCanceledException && !cancellation.IsCancellationRequested);
}
