using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Inference.Models;

/// <summary>Ready when a model answers; degraded while the first is being loaded.</summary>
public sealed class ModelsCheck(ModelCache models) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(models.State() switch
    {
        (Ready: true, _) => HealthCheckResult.Healthy("A model answers."),
        (_, Loading: true) => HealthCheckResult.Degraded("A model is being loaded."),
        _ => HealthCheckResult.Unhealthy("No model can be loaded."),
    });
}
