using System.Diagnostics.Metrics;

namespace MicroGenre.Inference.Classification;

/// <summary>Reports the length of the queue, a metric for scaling replicas.</summary>
public sealed class QueueMetrics(Batcher batcher, IMeterFactory meters) : IHostedService
{
    /// <summary>The name of the gauge.</summary>
    public const string Length = "microgenre.inference.queue.length";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create("MicroGenre.Inference");
        meter.CreateObservableGauge(Length, () => batcher.Waiting, "{track}", "Tracks waiting to be classified.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
