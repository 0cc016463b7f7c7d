using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aspire.ServiceDefaults.Telemetry;

/// <summary>
/// Sends traces, metrics and logs by OTLP, where an endpoint is configured. .NET itself emits them; nothing is instrumented here.
/// </summary>
internal static class TelemetryExtensions
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "MicroGenre.*"];

    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "MicroGenre.*"];

    /// <summary>Adds the three pipelines.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="shutdownLimit">How long the service's end waits for what is not sent yet.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, TimeSpan shutdownLimit)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        var name = builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name, autoGenerateServiceInstanceId: true))
            .WithTracing(traces => traces.AddSource(Sources))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging(configureBuilder: null, logging => logging.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<TelemetryShutdown>(services, shutdownLimit));
    }
}
