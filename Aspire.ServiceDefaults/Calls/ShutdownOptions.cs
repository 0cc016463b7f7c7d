namespace Aspire.ServiceDefaults.Calls;

/// <summary>How a service stops: the section <c>Shutdown</c> of its configuration.</summary>
internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long calls may go on once the service stops. Default 20 s.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the last traces, metrics and logs may take to be sent. Default 0.5 s.</summary>
    public TimeSpan TelemetryLimit { get; init; } = TimeSpan.FromSeconds(0.5);
}
