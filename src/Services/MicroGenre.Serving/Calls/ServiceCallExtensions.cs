using Aspire.ServiceDefaults.Security;
using MicroGenre.Client.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Serving.Calls;

/// <summary>How a service calls others.</summary>
public static class ServiceCallExtensions
{
    /// <summary>Has clients of other services show this service's own key and trust what it trusts.</summary>
    public static IServiceCollection AddServiceCredentials(this IServiceCollection services) =>
        services.AddSingleton(provider => CredentialsOf(provider.GetRequiredService<ServiceTrust>()));

    private static ServiceCredentials CredentialsOf(ServiceTrust trust) => new(trust.Key, trust.Authorities);
}
