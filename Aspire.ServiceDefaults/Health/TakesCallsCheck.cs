using Aspire.ServiceDefaults.Calls;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.ServiceDefaults.Health;

/// <summary>A service that has been told to stop is not ready, so that callers go elsewhere.</summary>
internal sealed class TakesCallsCheck(CallDrain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.Draining ? HealthCheckResult.Unhealthy(ShuttingDown.Status.Detail) : HealthCheckResult.Healthy());
}
