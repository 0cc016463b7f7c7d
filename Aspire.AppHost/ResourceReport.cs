using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.AppHost;

/// <summary>Shows on the console a table of the resources and their addresses when all are healthy or one has ended.</summary>
internal sealed class ResourceReport(IReadOnlyList<IResourceWithEndpoints> resources, ResourceNotificationService notifications, IHostApplicationLifetime lifetime)
    : BackgroundService
{
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
        states.Values.Count(state => state.Resource == resource && state.Snapshot.HealthStatus == HealthStatus.Healthy) >= ReplicasOf(resource);

    private void WriteTable()
    {
        var rows = resources
            .SelectMany(resource => states.Values.Where(state => state.Resource == resource).OrderBy(state => state.ResourceId, StringComparer.Ordinal)
                .Select(state => (Name: NameOf(state), State: Describe(state.Snapshot), Urls: UrlsOf(resource))))
            .ToList();
        var nameWidth = rows.Max(row => row.Name.Length) + 2;
        var stateWidth = rows.Max(row => row.State.Length) + 2;
        Console.WriteLine(string.Join(Environment.NewLine, rows.Select(row =>
            $"  {row.Name.PadRight(nameWidth)}{row.State.PadRight(stateWidth)}{row.Urls}".TrimEnd())));
    }
}

/// <summary>Adds the report.</summary>
internal static class ResourceReportExtensions
{
    /// <summary>Reports on the resources that were added so far and have endpoints.</summary>
    public static void AddResourceReport(this IDistributedApplicationBuilder builder)
    {
        var resources = builder.Resources.OfType<IResourceWithEndpoints>().Where(resource => resource.GetEndpoints().Any()).ToList();
        builder.Services.AddHostedService(services => new ResourceReport(
            resources, services.GetRequiredService<ResourceNotificationService>(), services.GetRequiredService<IHostApplicationLifetime>()));
    }
}
