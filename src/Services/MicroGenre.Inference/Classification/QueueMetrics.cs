using System.Diagnostics.Metrics;

namespace MicroGenre.Inference.Classification;

/// <summary>Tells how many tracks wait to be classified: what replicas are added by.</summary>
public sealed class QueueMetrics(Batcher batcher, IMeterFactory meters) : IHostedService
{
    /// <summary>The gauge's name.</summary>
    public const string Length = "microgenre.inference.queue.length";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create("MicroGenre.Inference");
        meter.CreateObservableGauge(Length, () => batcher.Waiting, "{track}", "Tracks that wait to be classified.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
