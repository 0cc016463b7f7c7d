using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Aspire.ServiceDefaults.Settings;

/// <summary>
/// The settings common to all services, so that a service's <c>appsettings.json</c> contains only its own. Endpoints stay in that file,
/// because the AppHost reads them from there.
/// </summary>
internal static class DefaultSettings
{
    /// <summary>Adds the settings with the lowest precedence.</summary>
    public static void AddDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
    {
        InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            // Names the span of a call after its method and sets the call's status, instead of POST and 200.
            ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION"] = "true",
        },
    });
}
