namespace Aspire.ServiceDefaults.Calls;

/// <summary>How a service stops: the section <c>Shutdown</c> of its configuration.</summary>
internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>Time limit for active calls after the service is told to stop. Default 20 s.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time limit for sending the last traces, metrics and logs. Default 0.5 s.</summary>
    public TimeSpan TelemetryLimit { get; init; } = TimeSpan.FromSeconds(0.5);
}
