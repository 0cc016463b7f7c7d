using Grpc.Core;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>What callers are told while a service stops.</summary>
public static class ShuttingDown
{
    /// <summary>
    /// The status of calls and jobs that a stopping service refuses or ends: UNAVAILABLE, so that callers ask another replica.
    /// </summary>
    public static Status Status { get; } = new(StatusCode.Unavailable, "The service is shutting down.");
}
