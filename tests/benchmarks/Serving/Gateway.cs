using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// A reverse proxy (YARP) before the replicas of a service: each call goes to the one with the fewest calls, replicas are asked every
/// second how they are, and one that has not said within a second that it is ready gets no calls until it does.
/// </summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly WebApplication _app;

    private Gateway(WebApplication app) => _app = app;

    /// <summary>Where it takes calls.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Starts one.</summary>
    /// <param name="replicas">What it stands before.</param>
    public static async Task<Gateway> StartAsync(IEnumerable<ServiceProcess> replicas)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.ListenLocalhost(MicroGenre.Testing.Ports.Free(), listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<IProbingRequestFactory, ReadinessProbe>().AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "calls", ClusterId = "replicas", Match = new RouteMatch { Path = "{**any}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "replicas",
                    LoadBalancingPolicy = LoadBalancingPolicies.LeastRequests,
                    HttpRequest = new ForwarderRequestConfig
                    {
                        Version = new Version(2, 0),
                        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    },
                    HealthCheck = new HealthCheckConfig
                    {
                        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
                        Active = new ActiveHealthCheckConfig
                        {
                            Enabled = true,
                            Interval = Second,
                            Timeout = Second,
                            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                        },
                    },
                    Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1",
                    },
                    Destinations = replicas.ToDictionary(
                        replica => replica.Address,
                        replica => new DestinationConfig { Address = replica.Address, Health = replica.Health },
                        StringComparer.Ordinal),
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return new Gateway(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // By HTTP/1.1, at the endpoint of their health, where calls come by HTTP/2.
    private sealed class ReadinessProbe : IProbingRequestFactory
    {
        public HttpRequestMessage CreateRequest(ClusterModel cluster, DestinationModel destination) =>
            new(HttpMethod.Get, new Uri(destination.Config.Health!));
    }
}
