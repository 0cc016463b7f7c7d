namespace Aspire.Hosting;

/// <summary>Options of the host.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>There is none here: the console shows the resources.</summary>
    public bool DisableDashboard { get; set; }
}
