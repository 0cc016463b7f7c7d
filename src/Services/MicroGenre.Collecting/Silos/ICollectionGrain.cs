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

    /// <summary>
    /// How far the last scan is, whoever started it; <see langword="null"/> if there was none. Where the silo that ran it is gone, it goes
    /// on here.
    /// </summary>
    Task<ScanState?> WatchAsync();

    /// <summary>Ends a scan whose caller has left; what was analysed is kept, and following it again starts it anew.</summary>
    /// <param name="scan">What the caller calls the scan.</param>
    Task LeaveAsync(string scan);

    /// <summary>Stops the scan that runs; what was analysed is kept. Those who follow it are told.</summary>
    /// <returns>Whether one was running.</returns>
    Task<bool> StopAsync();
}
