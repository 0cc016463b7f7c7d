using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Configures the library of tracks and the number of processes that scan it.</summary>
internal static class LibraryExtensions
{
    private const string ConnectionName = "library";
    private const string ClusterName = "cluster";

    /// <summary>
    /// Connects a service to the PostgreSQL database in the setting <c>ConnectionStrings:library</c>, if set; otherwise the library is a
    /// file next to the models.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithLibraryFromConfiguration(this IResourceBuilder<ProjectResource> service) =>
        service.ApplicationBuilder.Configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connection
            ? service.WithEnvironment($"ConnectionStrings__{ConnectionName}", connection)
            : service;

    /// <summary>
    /// Sets the number of processes from the setting <c>Replicas:name</c>, if set. Several processes are silos of a cluster that find each
    /// other through Redis.
    /// </summary>
    /// <exception cref="DistributedApplicationException">Several processes are requested, but there is no Redis.</exception>
    public static IResourceBuilder<ProjectResource> WithSilosFromConfiguration(
        this IResourceBuilder<ProjectResource> service, Cache? redis)
    {
        service.WithReplicasFromConfiguration();
        var setting = $"Replicas:{service.Resource.Name}";
        return service.ApplicationBuilder.Configuration.GetValue(setting, 1) == 1 ? service
            : redis is null ? throw new DistributedApplicationException($"{setting} needs Redis, where the processes find each other.")
            : service.WithReference(redis.Connection, ClusterName).WaitFor(redis.Server);
    }
}
