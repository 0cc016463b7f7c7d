namespace MicroGenre.Collecting.Silos;

/// <summary>A library in the cluster, with one scan at a time.</summary>
internal interface ICollectionGrain : IGrainWithStringKey
{
    /// <summary>
    /// How far a scan is. It is started unless it runs or has ended; where the silo that ran it is gone, it goes on here from what was
    /// committed.
    /// </summary>
    /// <param name="scan">What the caller calls the scan.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    Task<ScanState> FollowAsync(string scan, string model);

    /// <summary>Ends a scan; what was analysed is kept, and following it again starts it anew.</summary>
    /// <param name="scan">What the caller calls the scan.</param>
    Task StopAsync(string scan);
}
