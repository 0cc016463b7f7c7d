using System.Globalization;
using MicroGenre.Learning;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Inference.Drifts;

/// <summary>Degraded while a model's last answers are unlike those that its card describes: still ready, but worth a look.</summary>
public sealed class DriftCheck(DriftMetrics metrics) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var drifted = metrics.Drifts.Where(answered => answered.Drift.IsLarge).Select(answered => Describe(answered.Card, answered.Drift))
            .ToList();
        return Task.FromResult(drifted.Count == 0
            ? HealthCheckResult.Healthy("Answers are like those that the models' cards describe.")
            : HealthCheckResult.Degraded($"Answers are unlike those that the card describes: {string.Join("; ", drifted)}."));
    }

    private static string Describe(ModelCard card, Drift drift)
    {
        (string Name, double? Index)[] parts = [("scores", drift.Scores), ("set sizes", drift.SetSizes), ("unfamiliar", drift.Unfamiliar)];
        return $"{card.Name}/{card.Version} {string.Join(", ", parts.Where(part => part.Index > Drift.Limit)
            .Select(part => $"{part.Name} {part.Index!.Value.ToString("0.00", CultureInfo.InvariantCulture)}"))}";
    }
}
