using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Lets a user run a service more than once.</summary>
internal static class ReplicaExtensions
{
    /// <summary>
    /// Takes the number of processes from the setting <c>Replicas:name</c> (<c>--Replicas:inference=2</c>), if it is there.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithReplicasFromConfiguration(this IResourceBuilder<ProjectResource> service) =>
        service.WithReplicas(service.ApplicationBuilder.Configuration.GetValue($"Replicas:{service.Resource.Name}", 1));
}
