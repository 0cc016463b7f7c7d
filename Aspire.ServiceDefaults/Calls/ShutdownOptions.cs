namespace Aspire.ServiceDefaults.Calls;

/// <summary>How a service stops: the section <c>Shutdown</c> of its configuration.</summary>
internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long calls may go on once the service stops. Default 20 s.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(20);
}
