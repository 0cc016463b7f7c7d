using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>One place to say who may call: for all services alike.</summary>
internal static class SecurityExtensions
{
    /// <summary>Hands the AppHost's own settings in the section <c>Security</c> to a service.</summary>
    public static IResourceBuilder<ProjectResource> WithSecurity(this IResourceBuilder<ProjectResource> service)
    {
        foreach (var (key, value) in service.ApplicationBuilder.Configuration.GetSection("Security").AsEnumerable())
        {
            if (value is not null)
            {
                service.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
            }
        }

        return service;
    }
}
