using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>Applies the same security settings to all services.</summary>
internal static class SecurityExtensions
{
    /// <summary>Passes the AppHost's settings in the section <c>Security</c> to a service.</summary>
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
