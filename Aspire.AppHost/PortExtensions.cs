using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Lets a user move the system to other ports, and names those that are taken.</summary>
internal static class PortExtensions
{
    // The dashboard's parts, by the settings in which Aspire expects their addresses.
    private static readonly (string Name, string Setting)[] DashboardParts =
    [
        ("dashboard", "ASPNETCORE_URLS"),
        ("telemetry", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
        ("resources", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"),
    ];

    /// <summary>
    /// Takes an endpoint's port from the setting <c>Ports:name</c> (<c>--Ports:inference=9000</c>) instead of the service's own settings,
    /// if it is there.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithPortFromConfiguration(
        this IResourceBuilder<ProjectResource> service, string endpointName = "grpc") =>
        service.WithEndpoint(
            endpointName,
            endpoint => endpoint.Port = service.ApplicationBuilder.Configuration.GetValue($"Ports:{service.Resource.Name}", endpoint.Port),
            createIfNotExists: false);

    /// <summary>
    /// Takes the dashboard's ports from the settings <c>Ports:dashboard</c>, <c>Ports:telemetry</c> (where services send traces and
    /// metrics) and <c>Ports:resources</c> (where the dashboard asks the host), if they are there.
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

    /// <summary>Checks that nobody listens at the fixed ports of the dashboard and of the services.</summary>
    /// <exception cref="DistributedApplicationException">Somebody does; the message names each port and the setting that moves
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
