using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>
    /// Adds a project that the host references. It runs in its own folder; the endpoints that its <c>appsettings.json</c>
    /// gives to Kestrel become the resource's, under the same names.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        var program = metadata is IProjectOutput output ? output.TargetPath : throw new DistributedApplicationException($"Project '{name}' says nothing about its output");
        var folder = Path.GetDirectoryName(metadata.ProjectPath)!;
        var project = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithAnnotation(new ProgramAnnotation(DotnetHost.Path, folder))
            .WithArgs(program)
            .WithEnvironment("OTEL_SERVICE_NAME", name)
            .WithVariables(() => [new("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={Guid.NewGuid():N}")]);
        var kestrel = KestrelEndpoints(folder);
        foreach (var endpoint in kestrel)
        {
            project.WithAnnotation(endpoint);
        }

        return kestrel.Count > 0
            ? project.WithVariables(() => project.Resource.GetEndpoints().Select(endpoint => new KeyValuePair<string, object?>(
                $"Kestrel__Endpoints__{endpoint.EndpointName}__Url", new ReplicaValue(replica => ListeningUrl(endpoint, replica)))))
            : project.WithVariables(() => [new("ASPNETCORE_URLS", new ReplicaValue(replica => string.Join(';', project.Resource.GetEndpoints().Select(endpoint => ListeningUrl(endpoint, replica)))))]);
    }

    /// <summary>Runs the project in several processes. Others connect to its endpoints as before; each connection goes to one of the processes, in turn.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.WithAnnotation(new ReplicaAnnotation(replicas));

    private static List<EndpointAnnotation> KestrelEndpoints(string folder)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");
        var declared = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder, $"appsettings.{environment}.json"), optional: true)
            .Build()
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Where(endpoint => endpoint["Url"] is not null)
            .Select(endpoint => (Name: endpoint.Key, Address: BindingAddress.Parse(endpoint["Url"]!), Protocols: endpoint["Protocols"]))
            .ToList();

        return declared.ConvertAll(endpoint => new EndpointAnnotation(
            System.Net.Sockets.ProtocolType.Tcp,
            endpoint.Address.Scheme,
            // The only endpoint of a scheme is called after the scheme.
            declared.Count(other => other.Address.Scheme == endpoint.Address.Scheme) == 1 ? endpoint.Address.Scheme : endpoint.Name,
            endpoint.Address.Port)
        {
            TargetHost = endpoint.Address.Host,
            Transport = endpoint.Protocols is "Http2" ? "http2" : "http",
        });
    }

    private static string ListeningUrl(EndpointReference endpoint, Replica replica)
    {
        var port = endpoint.EndpointAnnotation.ReplicaPorts is { Count: > 0 } ports ? ports[replica.Index] : endpoint.Port;
        return $"{endpoint.Scheme}://{endpoint.EndpointAnnotation.TargetHost}:{port}";
    }
}
