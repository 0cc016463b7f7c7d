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
/// The features common to all services, in three calls: <c>AddServiceDefaults</c>, <c>MapDefaultEndpoints</c>, <c>RunServiceAsync</c>.
/// </summary>
/// <remarks>
/// A service configures two Kestrel endpoints: <c>Kestrel:Endpoints:http</c> (<c>Http1</c>: health) and <c>Kestrel:Endpoints:grpc</c>
/// (<c>Http2</c>: calls and the gRPC health service).
/// </remarks>
public static class ServiceDefaultsExtensions
{
    /// <summary>Maximum size of a message, in either direction, in bytes.</summary>
    public const int MaxMessageSize = 4 * 1024 * 1024;

    /// <summary>The path of the liveness probe: it fails only if the process should be restarted.</summary>
    public const string LivenessPath = "/alive";

    /// <summary>The path of the readiness probe: it succeeds while the service accepts calls.</summary>
    public const string ReadinessPath = "/health";

    /// <summary>
    /// Adds gRPC with metrics and statuses, authentication and limits, health checks, telemetry over OTLP, and graceful shutdown.
    /// </summary>
    /// <remarks>
    /// Configuration: the section <c>Security</c>, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and the other <c>OTEL_…</c> settings,
    /// <c>Shutdown:DrainLimit</c> (time limit for active calls at shutdown, default 20 s) and <c>Shutdown:TelemetryLimit</c> (time limit
    /// for sending the last traces, metrics and logs, default 0.5 s).
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
    /// Adds authentication, then maps <see cref="LivenessPath"/>, <see cref="ReadinessPath"/>, the gRPC health service and gRPC reflection.
    /// </summary>
    /// <remarks>Health checks are answered without a key, because probes have none. Reflection requires a key like any call.</remarks>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseSecurity();

        // Alive means that the process answers at all. Checks that a restart would not fix do not belong here.
        app.MapHealthChecks(LivenessPath, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportJson.WriteAsync })
            .AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks(ReadinessPath, new HealthCheckOptions { ResponseWriter = HealthReportJson.WriteAsync }).AllowAnonymous()
            .DisableRateLimiting();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService();
        return app;
    }

    /// <summary>Runs the service until it is told to stop.</summary>
    /// <returns>The exit code: 0, or 1 if the service could not start (with one line on standard error that says why) or stopped because
    /// background work failed (see the log).</returns>
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
    /// Whether a start failed because of the configuration or environment, which the user can fix: a port in use, an unreadable certificate
    /// or key, unsafe settings.
    /// </summary>
    private static bool IsOfConfiguration(Exception failure) =>
        failure is StartRefusedException or CryptographicException or FileNotFoundException or DirectoryNotFoundException
        || failure is IOException { InnerException: AspNetCore.Connections.AddressInUseException };
}
