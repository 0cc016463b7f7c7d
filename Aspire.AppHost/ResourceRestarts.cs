using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.AppHost;

/// <summary>
/// Restarts healthy resources that die: services, replicas, Redis. The pause is one second at first, then doubles up to half a minute; it
/// is reset after a healthy minute. Resources that a user stops stay stopped. Resources that were never healthy are not restarted; their
/// log says why.
/// </summary>
internal sealed class ResourceRestarts(
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceCommandService commands, TimeProvider clock)
        : BackgroundService
{
    private readonly HashSet<IResource> resources =
        [.. model.Resources.Where(resource => resource is ProjectResource or ExecutableResource or ContainerResource)];
    private readonly Dictionary<string, Life> lives = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (resources.Contains(change.Resource) && PauseAfter(change) is { } pause)
            {
                // Other resources may die in the meantime.
                _ = RestartAsync(change.ResourceId, pause, stoppingToken);
            }
        }
    }

    /// <summary>The pause before a resource is restarted; <see langword="null"/> if it has not died.</summary>
    private TimeSpan? PauseAfter(ResourceEvent change)
    {
        var life = lives.TryGetValue(change.ResourceId, out var known) ? known : lives[change.ResourceId] = new Life();
        var (state, now) = (change.Snapshot.State?.Text, clock.GetTimestamp());
        if (state == KnownResourceStates.Stopping)
        {
            life.HealthySince = null;
        }
        else if (KnownResourceStates.TerminalStates.Contains(state) && life.HealthySince is { } since)
        {
            life.HealthySince = null;
            if (change.Snapshot.ExitCode is null or 0)
            {
                return null;
            }

            return life.BackOff.Next(clock.GetElapsedTime(since, now));
        }
        else if (state == KnownResourceStates.Running && change.Snapshot.HealthStatus == HealthStatus.Healthy)
        {
            life.HealthySince ??= now;
        }

        return null;
    }

    private async Task RestartAsync(string resource, TimeSpan pause, CancellationToken stopping)
    {
        await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            Console.WriteLine($"[{resource}] is being restarted.");
            // Refused if a user has restarted it in the meantime.
            await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, stopping);
        }
    }

    private sealed class Life
    {
        public long? HealthySince { get; set; }

        public BackOff BackOff { get; } = new();
    }
}

/// <summary>Registers the restarts.</summary>
internal static class ResourceRestartsExtensions
{
    /// <summary>Restarts resources that die, from before the first one starts.</summary>
    public static void AddResourceRestarts(this IDistributedApplicationBuilder builder) =>
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(services =>
            ActivatorUtilities.CreateInstance<ResourceRestarts>(services, TimeProvider.System)));
}
