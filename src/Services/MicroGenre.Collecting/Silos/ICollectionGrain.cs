namespace MicroGenre.Collecting.Silos;

/// <summary>A collection: it runs one scan at a time for the whole cluster.</summary>
internal interface ICollectionGrain : IGrainWithStringKey
{
    /// <summary>Starts a scan, unless it is running already.</summary>
    /// <param name="scan">What the caller calls the scan.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    Task<ScanState> StartAsync(Guid scan, string model);

    /// <summary>How far a scan is; <see langword="null"/> where the silo that ran it is gone: start it again.</summary>
    /// <param name="scan">What the caller calls the scan.</param>
    Task<ScanState?> GetAsync(Guid scan);

    /// <summary>Ends a scan; what was analysed is kept.</summary>
    /// <param name="scan">What the caller calls the scan.</param>
    Task StopAsync(Guid scan);
}
