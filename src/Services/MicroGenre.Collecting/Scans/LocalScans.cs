using MicroGenre.Collecting.Libraries;
using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collecting.Scans;

/// <summary>Runs scans in this process.</summary>
public sealed class LocalScans(OpenLibrary library, AnalyzerCache analyzers, CollectingOptions options) : IScans
{
    /// <inheritdoc/>
    public async Task<ScanSummary> RunAsync(string scan, string model, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var database = await library.GetAsync(cancellation);
        return await Task.Run(
            () => new LibraryScanner(database, new LocalFinder(analyzers.Get(model), options.ThreadCount))
                .ScanAsync(progress, cancellation),
            cancellation);
    }
}
