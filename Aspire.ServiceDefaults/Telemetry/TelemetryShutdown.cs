using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Aspire.ServiceDefaults.Telemetry;

/// <summary>
/// Sends what the pipelines still hold when everything else has stopped, all three at once and within one limit. The container, which
/// disposes of them later, would wait for a collector that does not answer for five seconds each, one after the other.
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
