using MicroGenre.Client;
using MicroGenre.Client.Channels;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Clients of other services, found by their names.</summary>
public static class ServiceClientExtensions
{
    /// <summary>Registers a gRPC client of another service. Its address is the service's endpoint <c>grpc</c> in the configuration:
    /// <c>services:&lt;name&gt;:grpc:0</c>, which an AppHost sets as <c>services__&lt;name&gt;__grpc__0</c>. Calls are made
    /// with the registered <see cref="ServiceCredentials"/>, if there are any. A service that has taken
    /// a connection and answers nothing on it for twenty seconds, not even that it is there, is unavailable.</summary>
    /// <exception cref="InvalidOperationException">Thrown where the client is first used: no address is configured, or it is
    /// none.</exception>
    public static IHttpClientBuilder AddServiceClient<TClient>(this IServiceCollection services, string serviceName)
        where TClient : class =>
        services
            .AddGrpcClient<TClient>((provider, client) =>
                client.Address = provider.GetRequiredService<IConfiguration>().GetServiceAddress(serviceName))
            .ConfigureChannel(channel =>
            {
                channel.MaxReceiveMessageSize = Limits.MessageBytes;
                channel.MaxSendMessageSize = Limits.MessageBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(
                provider => (provider.GetService<ServiceCredentials>() ?? ServiceCredentials.None).CreateHandler())
            .RemoveAllLoggers();

    /// <summary>Where another service listens: <c>services:&lt;name&gt;:&lt;endpoint&gt;:0</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not configured, or not an address.</exception>
    public static Uri GetServiceAddress(this IConfiguration configuration, string serviceName, string endpointName = "grpc")
    {
        var key = $"services:{serviceName}:{endpointName}:0";
        var value = configuration[key] ?? throw new InvalidOperationException(
            $"The address of the service '{serviceName}' is not configured: set {key.Replace(":", "__", StringComparison.Ordinal)}.");
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException($"{key} is '{value}', which is no http:// or https:// address.");
    }
}
