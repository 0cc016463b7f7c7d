using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Aspire.ServiceDefaults.Telemetry;

/// <summary>
/// Flushes all three pipelines in parallel within one time limit, after everything else has stopped. The container, which disposes them
/// later, would wait five seconds for each, one after the other, if the collector does not answer.
/// </summary>
internal sealed class TelemetryShutdown(TimeSpan limit, TracerProvider traces, MeterProvider metrics, LoggerProvider logs)
    : IHostedLifecycleService
{
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var milliseconds = (int)limit.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => traces.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => logs.Shutdown(milliseconds), CancellationToken.None));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
