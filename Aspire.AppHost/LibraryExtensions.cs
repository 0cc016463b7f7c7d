using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Says where the library of tracks is.</summary>
internal static class LibraryExtensions
{
    private const string ConnectionName = "library";

    /// <summary>
    /// Hands a service the PostgreSQL database that the setting <c>ConnectionStrings:library</c> names, if it is there; without it the
    /// library is a file beside the models.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithLibraryFromConfiguration(this IResourceBuilder<ProjectResource> service) =>
        service.ApplicationBuilder.Configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connection
            ? service.WithEnvironment($"ConnectionStrings__{ConnectionName}", connection)
            : service;
}
