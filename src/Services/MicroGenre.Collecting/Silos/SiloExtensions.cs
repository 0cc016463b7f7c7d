using System.Net;
using System.Net.Sockets;
using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.Collecting.Scans;
using Orleans.Configuration;
using Orleans.Serialization;

namespace MicroGenre.Collecting.Silos;

/// <summary>Makes the service a silo of a cluster.</summary>
internal static class SiloExtensions
{
    /// <summary>The connection string of the Redis that silos find each other by.</summary>
    public const string Cluster = "cluster";

    private const string Name = "microgenre-collecting";
    private const string Ours = "MicroGenre.Collections";

    /// <summary>Adds a silo, where a cluster is configured; else scans run in this process.</summary>
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

            // A silo that was killed is declared dead within about two seconds.
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
