using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Configures the number of replicas of a service.</summary>
internal static class ReplicaExtensions
{
    /// <summary>Sets the number of processes from the setting <c>Replicas:name</c> (<c>--Replicas:inference=2</c>), if set.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicasFromConfiguration(this IResourceBuilder<ProjectResource> service) =>
        service.WithReplicas(service.ApplicationBuilder.Configuration.GetValue($"Replicas:{service.Resource.Name}", 1));
}
