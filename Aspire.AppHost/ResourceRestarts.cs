using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.AppHost;

/// <summary>
/// Starts again what was healthy and died: a service, a replica, Redis. The first time after a second, then after twice as long each time,
/// up to half a minute; what was healthy for a minute begins anew. What somebody stops stays stopped, and what never was healthy is left to
/// whoever reads its log.
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
                // Others may die meanwhile.
                _ = RestartAsync(change.ResourceId, pause, stoppingToken);
            }
        }
    }

    /// <summary>How long to wait before what has died is started again; <see langword="null"/> where it has not died.</summary>
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
            Console.WriteLine($"[{resource}] is started again.");
            // Refused where somebody has started it meanwhile.
            await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, stopping);
        }
    }

    private sealed class Life
    {
        public long? HealthySince { get; set; }

        public BackOff BackOff { get; } = new();
    }
}

/// <summary>Adds the restarts.</summary>
internal static class ResourceRestartsExtensions
{
    /// <summary>Has resources that die started again, from before the first one starts.</summary>
    public static void AddResourceRestarts(this IDistributedApplicationBuilder builder) =>
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(services =>
            ActivatorUtilities.CreateInstance<ResourceRestarts>(services, TimeProvider.System)));
}
