using System.Net;
using System.Net.Sockets;
using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.Collecting.Scans;
using Orleans.Configuration;
using Orleans.Serialization;

namespace MicroGenre.Collecting.Silos;

/// <summary>Turns the service into a silo of a cluster.</summary>
internal static class SiloExtensions
{
    /// <summary>The name of the connection string of the Redis through which silos find each other.</summary>
    public const string Cluster = "cluster";

    private const string Name = "microgenre-collecting";
    private const string Ours = "MicroGenre.Collections";

    /// <summary>Adds a silo if a cluster is configured; otherwise scans run in this process.</summary>
    public static void AddScans(this IHostApplicationBuilder builder, CollectingOptions options)
    {
        builder.Services.AddSingleton<AnalyzerCache>();
        if (builder.Configuration.GetConnectionString(Cluster) is not { Length: > 0 } redis)
        {
            builder.Services.AddSingleton<IScans, LocalScans>();
            return;
        }

        builder.Services.AddSingleton<IScans, ClusterScans>()
            .Configure<ExceptionStatuses>(statuses =>
                statuses.Map<OrleansException>(StatusCode.Unavailable).Map<TimeoutException>(StatusCode.Unavailable));
        builder.UseOrleans(silo =>
        {
            silo.UseRedisClustering(redis);
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));

            // A killed silo is declared dead within about two seconds.
            silo.Configure<ClusterMembershipOptions>(membership =>
                (membership.ProbeTimeout, membership.NumMissedProbesLimit, membership.NumVotesForDeathDeclaration) =
                    (TimeSpan.FromSeconds(1), 2, 1));
            silo.ConfigureEndpoints(IPAddress.Parse(options.SiloAddress), options.SiloPort ?? FreePort(), gatewayPort: 0);
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(
                type => type.Namespace?.StartsWith(Ours, StringComparison.Ordinal) == true && !typeof(Exception).IsAssignableFrom(type)));
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
