using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Aspire.ServiceDefaults.Settings;

/// <summary>
/// The settings that all services have alike, so that a service's <c>appsettings.json</c> says only what is its own. Endpoints stay there:
/// the AppHost reads them from that file.
/// </summary>
internal static class DefaultSettings
{
    /// <summary>Puts the settings below all others, which override them.</summary>
    public static void AddDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
    {
        InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            // Names the span of a call after its method and gives it the call's status, in place of POST and 200.
            ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION"] = "true",
        },
    });
}
