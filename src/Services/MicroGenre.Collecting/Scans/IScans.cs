using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Scans;

/// <summary>Runs scans of the library: in this process, or on all silos of a cluster.</summary>
public interface IScans
{
    /// <summary>Scans.</summary>
    /// <param name="scan">What the caller calls the scan; in a cluster, one that runs under this name is followed.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the scan; what was analysed is kept.</param>
    /// <exception cref="Collections.LibraryException">Another scan is running, there is no folder, or the database fails.</exception>
    Task<ScanSummary> RunAsync(string scan, string model, IProgress<ScanProgress> progress, CancellationToken cancellation);
}
