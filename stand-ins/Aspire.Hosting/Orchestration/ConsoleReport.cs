using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Shows on the console what the resources write, and a table of them when all are healthy or one has failed.</summary>
internal sealed class ConsoleReport(IResourceCollection resources, ResourceNotificationService notifications, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private readonly Dictionary<string, CustomResourceSnapshot> states = new(StringComparer.OrdinalIgnoreCase);
    private bool allWereHealthy;

    public static void WriteLine(string resourceId, string line) => Console.WriteLine($"[{resourceId}] {line}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            states[change.ResourceId] = change.Snapshot;
            if (HasEnded(change.Snapshot))
            {
                allWereHealthy = false;
                WriteLine(change.ResourceId, Describe(change.Snapshot));
                if (!lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    WriteTable();
                }
            }
            else if (!allWereHealthy && resources.SelectMany(Replica.Of).All(replica => StateOf(replica).HealthStatus == HealthStatus.Healthy))
            {
                allWereHealthy = true;
                WriteTable();
                Console.WriteLine("Everything is healthy. Ctrl-C stops it.");
            }
        }
    }

    private static bool HasEnded(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private static string Describe(CustomResourceSnapshot snapshot) => snapshot switch
    {
        { ExitCode: { } exitCode } => $"{snapshot.State?.Text} ({exitCode})",
        { HealthStatus: { } health } => $"{health}",
        _ => snapshot.State?.Text ?? KnownResourceStates.NotStarted,
    };

    private void WriteTable()
    {
        var rows = resources.SelectMany(Replica.Of).Select(replica => (
            Name: replica.Id,
            State: Describe(StateOf(replica)),
            Urls: string.Join("  ", replica.Resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => Describe(replica.Resource, endpoint))))).ToList();
        var nameWidth = rows.Max(row => row.Name.Length) + 2;
        var stateWidth = rows.Max(row => row.State.Length) + 2;
        Console.WriteLine(string.Join(Environment.NewLine, rows.Select(row =>
            $"  {row.Name.PadRight(nameWidth)}{row.State.PadRight(stateWidth)}{row.Urls}".TrimEnd())));
    }

    private static string Describe(IResource resource, EndpointAnnotation endpoint) =>
        resource is IResourceWithEndpoints owner ? $"{endpoint.Name} {owner.GetEndpoint(endpoint.Name).Url}" : "";

    private CustomResourceSnapshot StateOf(Replica replica) => states.GetValueOrDefault(replica.Id) ?? new CustomResourceSnapshot();
}
