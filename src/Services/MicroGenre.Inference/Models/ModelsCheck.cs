using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Inference.Models;

/// <summary>Reports ready if a model can serve requests, and degraded while the first one is being loaded.</summary>
public sealed class ModelsCheck(ModelCache models) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(models.State() switch
    {
        (Ready: true, _) => HealthCheckResult.Healthy("A model is ready."),
        (_, Loading: true) => HealthCheckResult.Degraded("A model is being loaded."),
        _ => HealthCheckResult.Unhealthy("No model can be loaded."),
    });
}
