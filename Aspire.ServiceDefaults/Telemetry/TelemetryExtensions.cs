using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aspire.ServiceDefaults.Telemetry;

/// <summary>Sends traces, metrics and logs by OTLP, where an endpoint is configured.</summary>
internal static class TelemetryExtensions
{
    private const string Own = "MicroGenre.*";
    private const string HealthService = "/grpc.health.v1.Health";

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
        var resource = ResourceBuilder.CreateDefault().AddService(name, serviceVersion: ProgramVersion.Current, autoGenerateServiceInstanceId: true);

        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(builder.Configuration))
            .SetResourceBuilder(resource)
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(builder.Configuration))
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddOtlpExporter()
            .Build());
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.SetResourceBuilder(resource).AddOtlpExporter();
        });
        builder.Services.AddHostedService<TelemetryPipelines>();
    }

    // Probes come every few seconds; their spans would bury the others.
    private static bool IsProbe(PathString path) =>
        path == ServiceDefaultsExtensions.LivenessPath || path == ServiceDefaultsExtensions.ReadinessPath || path.StartsWithSegments(HealthService, StringComparison.Ordinal);
}
