using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Configures ports, and reports ports that are in use.</summary>
internal static class PortExtensions
{
    // The endpoints of the dashboard, by Aspire's settings for their addresses.
    private static readonly (string Name, string Setting)[] DashboardParts =
    [
        ("dashboard", "ASPNETCORE_URLS"),
        ("telemetry", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
        ("resources", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"),
    ];

    /// <summary>
    /// Sets an endpoint's port from the setting <c>Ports:name</c> (<c>--Ports:inference=9000</c>), if set; otherwise the service's own
    /// settings apply.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithPortFromConfiguration(
        this IResourceBuilder<ProjectResource> service, string endpointName = "grpc") =>
        service.WithEndpoint(
            endpointName,
            endpoint => endpoint.Port = service.ApplicationBuilder.Configuration.GetValue($"Ports:{service.Resource.Name}", endpoint.Port),
            createIfNotExists: false);

    /// <summary>
    /// Sets the dashboard's ports from the settings <c>Ports:dashboard</c>, <c>Ports:telemetry</c> (receives traces and metrics from
    /// services) and <c>Ports:resources</c> (connects the dashboard to the host), if set.
    /// </summary>
    public static void UseDashboardPortsFromConfiguration(this IDistributedApplicationBuilder builder)
    {
        foreach (var (name, setting) in DashboardParts)
        {
            if (builder.Configuration.GetValue<int?>($"Ports:{name}") is { } port)
            {
                builder.Configuration[setting] = $"http://localhost:{port}";
            }
        }
    }

    /// <summary>Checks that the ports of the dashboard and of the services are free.</summary>
    /// <exception cref="DistributedApplicationException">A port is in use. The message names each port and the setting that changes
    /// it.</exception>
    public static void ThrowIfPortsAreTaken(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts"))
        {
            return;
        }

        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        var dashboard = DashboardParts
            .Where(part => builder.Configuration[part.Setting] is not null)
            .Select(part => (part.Name, Port: (int?)new Uri(builder.Configuration[part.Setting]!).Port));
        var services = builder.Resources.OfType<ProjectResource>()
            .SelectMany(service => service.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (service.Name, endpoint.Port)));
        var taken = dashboard.Concat(services).Where(fixedPort => fixedPort.Port is { } port && listening.Contains(port)).ToList();
        if (taken.Count > 0)
        {
            throw new DistributedApplicationException(
                $"These ports are in use: {string.Join(", ", taken.Select(port => $"{port.Port} ({port.Name})"))}. "
                + $"Stop the program that listens there (another `microgenre up`?), or choose others, as in "
                + $"--Ports:{taken[0].Name}={taken[0].Port + 1000}.");
        }
    }
}
