using System.Security.Cryptography;
using Aspire.ServiceDefaults;
using Aspire.ServiceDefaults.Calls;
using Aspire.ServiceDefaults.Health;
using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using Aspire.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// What every service shares, in three calls: <c>AddServiceDefaults</c>, <c>MapDefaultEndpoints</c>, <c>RunServiceAsync</c>.
/// </summary>
/// <remarks>
/// A service configures two Kestrel endpoints: <c>Kestrel:Endpoints:http</c> (<c>Http1</c>: health) and <c>Kestrel:Endpoints:grpc</c>
/// (<c>Http2</c>: calls and the gRPC health service).
/// </remarks>
public static class ServiceDefaultsExtensions
{
    /// <summary>The longest message of a call, in either direction, in bytes.</summary>
    public const int MaxMessageSize = 4 * 1024 * 1024;

    /// <summary>The path that answers as long as the process is worth keeping.</summary>
    public const string LivenessPath = "/alive";

    /// <summary>The path that answers as long as the service takes calls.</summary>
    public const string ReadinessPath = "/health";

    /// <summary>Adds gRPC with its metrics and statuses, who may call and how much, health checks, telemetry by OTLP and a graceful
    /// stop.</summary>
    /// <remarks>
    /// Configuration: the section <c>Security</c>, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and the other <c>OTEL_…</c> settings,
    /// <c>Shutdown:DrainLimit</c> (a time span, default 20 s: how long calls may go on once the service stops) and
    /// <c>Shutdown:TelemetryLimit</c> (default 0.5 s: how long the last traces, metrics and logs may take to be sent).
    /// </remarks>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Configuration.AddDefaults();
        builder.Services.AddHostedService<VersionLog>();
        builder.Services.AddOptions<ExceptionStatuses>();
        builder.Services.AddSingleton<CallMetrics>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageSize;
            grpc.MaxSendMessageSize = MaxMessageSize;
            grpc.Interceptors.Add<AuditInterceptor>();
            grpc.Interceptors.Add<CallInterceptor>();
        });
        builder.AddSecurity();
        builder.Services.AddGrpcReflection();

        var shutdown = builder.ReadSettings<ShutdownOptions>(ShutdownOptions.Section);
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<CallDrain>(services, shutdown.DrainLimit));
        builder.Services.AddHostedService(services => services.GetRequiredService<CallDrain>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdown.DrainLimit + TimeSpan.FromSeconds(5));

        builder.Services.AddGrpcHealthChecks().AddCheck<TakesCallsCheck>("takes-calls");

        builder.AddTelemetry(shutdown.TelemetryLimit);
        builder.Services.AddSingleton<StartupLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StartupLog>());
        builder.Services.AddOptions<LoggerFilterOptions>().Configure<StartupLog>((filters, startup) => startup.AddTo(filters));
        return builder;
    }

    /// <summary>
    /// Sets up who is let in, then maps <see cref="LivenessPath"/>, <see cref="ReadinessPath"/>, the gRPC health service and gRPC
    /// reflection.
    /// </summary>
    /// <remarks>
    /// Whoever asks how the service is gets an answer, also without a key: a probe has none. Reflection takes a key as any call.
    /// </remarks>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseSecurity();

        // Alive means that the process answers at all: no check that a restart would not mend belongs here.
        app.MapHealthChecks(LivenessPath, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportJson.WriteAsync })
            .AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks(ReadinessPath, new HealthCheckOptions { ResponseWriter = HealthReportJson.WriteAsync }).AllowAnonymous()
            .DisableRateLimiting();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService();
        return app;
    }

    /// <summary>Runs the service until it is told to stop.</summary>
    /// <returns>The process's exit code: 0, or 1 when the service could not start, with one line on standard error that says why, or when
    /// it stopped because work in the background failed, which the log tells.
    /// </returns>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception refused) when (IsOfConfiguration(refused))
        {
            await Console.Error.WriteLineAsync($"{app.Environment.ApplicationName}: {refused.Message.ReplaceLineEndings(" ")}");
            await app.DisposeAsync();
            return 1;
        }

        await app.WaitForShutdownAsync();
        var failed = app.Services.GetServices<IHostedService>()
            .Any(service => service is BackgroundService { ExecuteTask.IsFaulted: true });
        await app.DisposeAsync();
        return failed ? 1 : 0;
    }

    /// <summary>
    /// Whether a start failed by what whoever starts the service can mend: a port that is taken, a certificate or key that cannot be read,
    /// an open door.
    /// </summary>
    private static bool IsOfConfiguration(Exception failure) =>
        failure is StartRefusedException or CryptographicException or FileNotFoundException or DirectoryNotFoundException
        || failure is IOException { InnerException: AspNetCore.Connections.AddressInUseException };
}
