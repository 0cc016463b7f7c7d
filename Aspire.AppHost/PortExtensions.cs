using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Lets a user move a service to another port.</summary>
internal static class PortExtensions
{
    /// <summary>Takes an endpoint's port, that for gRPC unless told, from the setting <c>Ports:name</c> (<c>--Ports:inference=9000</c>) instead of the service's own settings, if it is there.</summary>
    public static IResourceBuilder<ProjectResource> WithPortFromConfiguration(this IResourceBuilder<ProjectResource> service, string endpointName = "grpc") =>
        service.WithEndpoint(
            endpointName, endpoint => endpoint.Port = service.ApplicationBuilder.Configuration.GetValue($"Ports:{service.Resource.Name}", endpoint.Port), createIfNotExists: false);
}
