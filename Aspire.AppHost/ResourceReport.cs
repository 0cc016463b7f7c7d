using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.AppHost;

/// <summary>
/// Prints a table of the resources and their addresses when all are healthy or one has ended, and the last log lines of a resource that
/// failed.
/// </summary>
internal sealed class ResourceReport(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Dashboard = "aspire-dashboard";
    private const int LastLines = 10;
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IResourceWithEndpoints> resources =
        [.. model.Resources.OfType<IResourceWithEndpoints>().Where(resource => resource.GetEndpoints().Any() && !IsHidden(resource))];

    private readonly Dictionary<string, ResourceEvent> states = new(StringComparer.Ordinal);
    private bool allWereHealthy;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (!resources.Contains(change.Resource))
            {
                continue;
            }

            var endedBefore = states.TryGetValue(change.ResourceId, out var before) && HasEnded(before.Snapshot);
            states[change.ResourceId] = change;
            if (HasEnded(change.Snapshot))
            {
                allWereHealthy = false;
                if (!endedBefore)
                {
                    Console.WriteLine($"[{NameOf(change)}] {Describe(change.Snapshot)}");
                    if (!lifetime.ApplicationStopping.IsCancellationRequested)
                    {
                        await WriteLogAsync(change, stoppingToken);
                        WriteTable();
                    }
                }
            }
            else if (!allWereHealthy && resources.All(IsHealthy))
            {
                allWereHealthy = true;
                WriteTable();
                Console.WriteLine("Everything is healthy. Ctrl-C stops it.");
            }
        }
    }

    // The dashboard is also a resource, but has its own row.
    private static bool IsHidden(IResource resource) =>
        resource.Annotations.OfType<ResourceSnapshotAnnotation>().Any(annotation => annotation.InitialSnapshot.IsHidden)
        || string.Equals(resource.Name, Dashboard, StringComparison.Ordinal);

    private static bool HasEnded(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private static int ReplicasOf(IResource resource) => resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    private static string NameOf(ResourceEvent state) => ReplicasOf(state.Resource) == 1 ? state.Resource.Name : state.ResourceId;

    private static string Describe(CustomResourceSnapshot snapshot) => snapshot switch
    {
        { ExitCode: { } exitCode } => $"{snapshot.State?.Text} ({exitCode})",
        { HealthStatus: { } health } => $"{health}",
        _ => snapshot.State?.Text ?? KnownResourceStates.NotStarted,
    };

    private static string UrlsOf(IResourceWithEndpoints resource) => string.Join("  ", resource.GetEndpoints()
        .Where(endpoint => endpoint.IsAllocated)
        .Select(endpoint => $"{endpoint.EndpointName} {endpoint.Url}"));

    private bool IsHealthy(IResource resource) =>
        states.Values.Count(state => state.Resource == resource && state.Snapshot.HealthStatus == HealthStatus.Healthy) >= ReplicasOf(
            resource);

    private async Task WriteLogAsync(ResourceEvent ended, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(LogLimit);
        var last = new Queue<LogLine>();
        try
        {
            await foreach (var lines in logs.GetAllAsync(ended.ResourceId).WithCancellation(limit.Token))
            {
                foreach (var line in lines)
                {
                    last.Enqueue(line);
                    if (last.Count > LastLines)
                    {
                        last.Dequeue();
                    }
                }
            }
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            // The log of a resource that has ended may be gone, or may never end. Whatever has arrived is printed, and errors do not stop
            // the system.
        }

        foreach (var line in last)
        {
            Console.WriteLine($"[{NameOf(ended)}]   {line.Content}");
        }
    }

    private void WriteTable()
    {
        List<(string Name, string State, string Urls)> rows =
        [
            .. resources.SelectMany(resource => states.Values
                .Where(state => state.Resource == resource)
                .OrderBy(state => state.ResourceId, StringComparer.Ordinal)
                .Select(state => (NameOf(state), Describe(state.Snapshot), UrlsOf(resource)))),
            .. DashboardRow(),
        ];
        var nameWidth = rows.Max(row => row.Name.Length) + 2;
        var stateWidth = rows.Max(row => row.State.Length) + 2;
        Console.WriteLine(string.Join(Environment.NewLine, rows.Select(row =>
            $"  {row.Name.PadRight(nameWidth)}{row.State.PadRight(stateWidth)}{row.Urls}".TrimEnd())));
    }

    // With the login token, which the host creates at each start.
    private IEnumerable<(string Name, string State, string Urls)> DashboardRow() =>
        model.Resources.Any(resource => resource.Name == Dashboard)
        && configuration["ASPNETCORE_URLS"]?.Split(';')[0] is { } address
            ? [("dashboard", "", $"http {address}{(configuration["AppHost:BrowserToken"] is { } token ? $"/login?t={token}" : "")}")]
            : [];
}

/// <summary>Adds the report.</summary>
internal static class ResourceReportExtensions
{
    /// <summary>
    /// Adds a report on the resources with endpoints. It starts before the first resource, because some block while they start.
    /// </summary>
    public static void AddResourceReport(this IDistributedApplicationBuilder builder) =>
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ResourceReport>());
}
