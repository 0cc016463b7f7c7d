using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Says where the library of tracks is, and how many processes scan it.</summary>
internal static class LibraryExtensions
{
    private const string ConnectionName = "library";
    private const string ClusterName = "cluster";

    /// <summary>
    /// Hands a service the PostgreSQL database that the setting <c>ConnectionStrings:library</c> names, if it is there; without it the
    /// library is a file beside the models.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithLibraryFromConfiguration(this IResourceBuilder<ProjectResource> service) =>
        service.ApplicationBuilder.Configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connection
            ? service.WithEnvironment($"ConnectionStrings__{ConnectionName}", connection)
            : service;

    /// <summary>
    /// Takes the number of processes from the setting <c>Replicas:name</c>, if it is there. Several of them are silos of one cluster, and
    /// find each other by Redis.
    /// </summary>
    /// <exception cref="DistributedApplicationException">There are to be several, and there is no Redis.</exception>
    public static IResourceBuilder<ProjectResource> WithSilosFromConfiguration(
        this IResourceBuilder<ProjectResource> service, Cache? redis)
    {
        service.WithReplicasFromConfiguration();
        var setting = $"Replicas:{service.Resource.Name}";
        return service.ApplicationBuilder.Configuration.GetValue(setting, 1) == 1 ? service
            : redis is null ? throw new DistributedApplicationException($"{setting} needs Redis, by which the processes find each other.")
            : service.WithReference(redis.Connection, ClusterName).WaitFor(redis.Server);
    }
}
