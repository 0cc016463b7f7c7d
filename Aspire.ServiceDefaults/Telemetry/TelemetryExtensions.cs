using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aspire.ServiceDefaults.Telemetry;

/// <summary>Sends traces, metrics and logs over OTLP, if an endpoint is configured.</summary>
internal static class TelemetryExtensions
{
    private const string Own = "MicroGenre.*";
    private const string HealthService = "/grpc.health.v1.Health";

    /// <summary>Adds the three pipelines.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="shutdownLimit">Time limit at shutdown for sending remaining data.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, TimeSpan shutdownLimit)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        var name = builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName;
        builder.Services.AddOpenTelemetry()
            // The environment comes last, because an AppHost sets the instance there.
            .ConfigureResource(resource => resource
                .AddService(name, serviceVersion: ProgramVersion.Current, autoGenerateServiceInstanceId: true)
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(server => server.Filter = static http => !IsProbe(http.Request.Path))
                .AddGrpcClientInstrumentation(client => client.SuppressDownstreamInstrumentation = true)
                .AddHttpClientInstrumentation()
                .AddSource(Own))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Own))
            .WithLogging(configureBuilder: null, logging => logging.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<TelemetryShutdown>(services, shutdownLimit));
    }

    // Probes come every few seconds; their spans would bury the others.
    private static bool IsProbe(PathString path) =>
        path == ServiceDefaultsExtensions.LivenessPath || path == ServiceDefaultsExtensions.ReadinessPath
        || path.StartsWithSegments(HealthService, StringComparison.Ordinal);
}
