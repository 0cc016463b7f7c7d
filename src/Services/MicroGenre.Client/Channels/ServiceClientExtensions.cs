using Grpc.Core;
using Grpc.Net.Client.Balancer;
using MicroGenre.Client;
using MicroGenre.Client.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers clients of other services, which are found by name.</summary>
public static class ServiceClientExtensions
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    // gRPC's own pauses between attempts, from one second to two minutes, would find a restarted service long after it is back.
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastReconnect = TimeSpan.FromSeconds(1);

    /// <summary>Registers a gRPC client of another service.</summary>
    /// <remarks>
    /// The address is the service's endpoint <c>grpc</c> in the configuration: <c>services:&lt;name&gt;:grpc:0</c>, which an AppHost sets
    /// as <c>services__&lt;name&gt;__grpc__0</c>. Further replicas are <c>services:&lt;name&gt;:grpc:1</c> and so on; calls are balanced
    /// over them. Calls use the registered <see cref="ServiceCredentials"/>, if any. A service that sends nothing on a connection for five
    /// seconds, not even an answer to a ping, counts as unavailable. Calls that only read are retried up to three times, on another replica
    /// if there is one.
    /// </remarks>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="serviceName">The service's name.</param>
    /// <param name="answerLimit">The default deadline of unary calls. Default 30 s.</param>
    /// <exception cref="InvalidOperationException">Thrown on first use if no address is configured, an address is not valid, or one of
    /// several addresses uses TLS.</exception>
    public static IHttpClientBuilder AddServiceClient<TClient>(
        this IServiceCollection services, string serviceName, TimeSpan? answerLimit = null)
        where TClient : class =>
        services
            .AddReplicas()
            .AddGrpcClient<TClient>(
                (provider, client) => client.Address = AddressOf(provider.GetRequiredService<IConfiguration>(), serviceName))
            .ConfigureChannel((provider, channel) =>
            {
                var isReplicated = AddressesOf(provider.GetRequiredService<IConfiguration>(), serviceName).Count > 1;
                channel.ServiceConfig = isReplicated ? RetriedReads.AtSeveralAddresses : RetriedReads.AtOneAddress;
                channel.Credentials = isReplicated ? ChannelCredentials.Insecure : null;
                channel.InitialReconnectBackoff = FirstReconnect;
                channel.MaxReconnectBackoff = LastReconnect;
                channel.MaxReceiveMessageSize = Limits.MessageBytes;
                channel.MaxSendMessageSize = Limits.MessageBytes;
            })
            .AddInterceptor(() => new DeadlineInterceptor(answerLimit ?? AnswerLimit))
            .ConfigurePrimaryHttpMessageHandler(
                provider => (provider.GetService<ServiceCredentials>() ?? ServiceCredentials.None).CreateHandler())
            .RemoveAllLoggers();

    private static IServiceCollection AddReplicas(this IServiceCollection services)
    {
        services.TryAddSingleton<ResolverFactory>(provider => new StaticResolverFactory(name =>
            AddressesOf(provider.GetRequiredService<IConfiguration>(), name.AbsolutePath.Trim('/'))
                .Select(address => new BalancerAddress(address.Host, address.Port))));
        services.TryAddSingleton<LoadBalancerFactory>(new LeastCallsBalancer.Factory());
        return services;
    }

    private static Uri AddressOf(IConfiguration configuration, string serviceName) => AddressesOf(configuration, serviceName) switch
    {
        [var only] => only,
        var several => several.All(address => address.Scheme == Uri.UriSchemeHttp)
            ? new Uri($"static:///{serviceName}")
            : throw new InvalidOperationException(
                $"services:{serviceName}:grpc has several addresses, which must be http://. Put a TLS proxy in front of each."),
    };

    private static IReadOnlyList<Uri> AddressesOf(IConfiguration configuration, string serviceName) =>
        [.. Enumerable.Range(0, Math.Max(1, configuration.GetSection($"services:{serviceName}:grpc").GetChildren().Count()))
            .Select(index => configuration.GetServiceAddress(serviceName, index: index))];

    /// <summary>Returns the address of another service: <c>services:&lt;name&gt;:&lt;endpoint&gt;:&lt;index&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">The address is not configured or not valid.</exception>
    public static Uri GetServiceAddress(this IConfiguration configuration, string serviceName, string endpointName = "grpc", int index = 0)
    {
        var key = $"services:{serviceName}:{endpointName}:{index}";
        var value = configuration[key] ?? throw new InvalidOperationException(
            $"The address of the service '{serviceName}' is not configured: set {key.Replace(":", "__", StringComparison.Ordinal)}.");
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException($"{key} is '{value}', which is not an http:// or https:// address.");
    }
}
