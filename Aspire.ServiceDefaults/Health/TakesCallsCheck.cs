using Aspire.ServiceDefaults.Calls;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.ServiceDefaults.Health;

/// <summary>Reports unhealthy once the service is told to stop, so that callers go elsewhere.</summary>
internal sealed class TakesCallsCheck(CallDrain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.Draining ? HealthCheckResult.Unhealthy(ShuttingDown.Status.Detail) : HealthCheckResult.Healthy());
}
