using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Scans;

/// <summary>Runs scans of the library: in this process, or on all silos of a cluster.</summary>
public interface IScans
{
    /// <summary>Runs a scan.</summary>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellation">Cancels the scan. Results so far are kept.</param>
    /// <exception cref="Collections.LibraryException">Another scan is running, the library has no folder, or the database
    /// failed.</exception>
    Task<ScanSummary> RunAsync(string model, IProgress<ScanProgress> progress, CancellationToken cancellation);
}
