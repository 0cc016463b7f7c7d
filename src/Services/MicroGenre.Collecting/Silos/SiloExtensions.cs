using System.Net;
using System.Net.Sockets;
using Aspire.ServiceDefaults.Calls;
using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Collecting.Scans;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace MicroGenre.Collecting.Silos;

/// <summary>Turns the service into a silo of a cluster.</summary>
internal static class SiloExtensions
{
    /// <summary>The name of the connection string of the Redis through which silos find each other.</summary>
    public const string Cluster = "cluster";

    /// <summary>What grains call the store of what they remember.</summary>
    public const string Storage = "redis";

    /// <summary>Where the dashboard is, at the address of health checks.</summary>
    private const string DashboardPath = "/dashboard";

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
            silo.Services.AddRedisGrainStorage(Storage, storage => storage.Configure<Serializer>((own, serializer) =>
            {
                own.ConfigurationOptions = ConfigurationOptions.Parse(redis);
                own.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }));
            if (options.Dashboard)
            {
                silo.AddDashboard(dashboard => dashboard.HideTrace = true);
            }

            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));

            // A silo that was killed is declared dead within about three seconds, and one that is merely busy is not.
            silo.Configure<ClusterMembershipOptions>(membership =>
                (membership.ProbeTimeout, membership.NumMissedProbesLimit, membership.NumVotesForDeathDeclaration) =
                    (TimeSpan.FromSeconds(1), 3, 1));
            silo.ConfigureEndpoints(IPAddress.Parse(options.SiloAddress), options.SiloPort ?? FreePort(), gatewayPort: 0);
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(
                type => type.Namespace?.StartsWith(Ours, StringComparison.Ordinal) == true && !typeof(Exception).IsAssignableFrom(type)));
        });
    }

    /// <summary>Maps Orleans' dashboard, where the service is a silo and shows it, for callers that may control the service.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        if (app.Services.GetRequiredService<CollectingOptions>().Dashboard && app.Services.GetService<IClusterClient>() is not null)
        {
            app.MapOrleansDashboard(DashboardPath).RequireAuthorization(Rights.Control);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
