using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Scans;

/// <summary>Runs scans of the library: in this process, or on all silos of a cluster.</summary>
public interface IScans
{
    /// <summary>Scans, and waits for the result.</summary>
    /// <param name="order">The scan. In a cluster, one that runs under its name is followed.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the scan, or the wait for a detached one; what was analysed is kept.</param>
    /// <exception cref="Collections.LibraryException">Another scan is running, there is no folder, or the database fails.</exception>
    /// <exception cref="ScanStoppedException">The scan was stopped.</exception>
    Task<ScanSummary> RunAsync(ScanOrder order, IProgress<ScanProgress> progress, CancellationToken cancellation);

    /// <summary>Waits for the result of the scan that runs, whoever started it; if none runs, returns that of the last one.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns><see langword="null"/> if there has been no scan.</returns>
    /// <exception cref="Collections.LibraryException">The scan failed.</exception>
    /// <exception cref="ScanStoppedException">The scan was stopped.</exception>
    Task<ScanSummary?> WatchAsync(IProgress<ScanProgress> progress, CancellationToken cancellation);

    /// <summary>Stops the scan that runs, and waits until it has ended. What it has analysed is kept.</summary>
    /// <returns>Whether one was running.</returns>
    Task<bool> StopAsync(CancellationToken cancellation);
}

/// <summary>A scan that a caller asks for.</summary>
/// <param name="Name">What the caller calls it.</param>
/// <param name="Model">The model, as NAME/VERSION.</param>
/// <param name="IsDetached">Whether it goes on when the caller leaves.</param>
public sealed record ScanOrder(string Name, string Model, bool IsDetached);
