namespace MicroGenre.Collecting.Silos;

/// <summary>A library in the cluster, with one scan at a time.</summary>
internal interface ICollectionGrain : IGrainWithStringKey
{
    /// <summary>Starts a scan unless it is already running.</summary>
    /// <param name="scan">The caller's ID of the scan.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    Task<ScanState> StartAsync(Guid scan, string model);

    /// <summary>The state of a scan; <see langword="null"/> if the silo that ran it is gone, so that it must be started again.</summary>
    /// <param name="scan">The caller's ID of the scan.</param>
    Task<ScanState?> GetAsync(Guid scan);

    /// <summary>Stops a scan. Results so far are kept.</summary>
    /// <param name="scan">The caller's ID of the scan.</param>
    Task StopAsync(Guid scan);
}
