using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource's new state.</summary>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    public IResource Resource { get; } = resource;

    /// <summary>Which of the resource's processes; the resource's name where there is one.</summary>
    public string ResourceId { get; } = resourceId;

    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}

/// <summary>Knows the resources' states and tells of every change.</summary>
public class ResourceNotificationService
{
    private readonly Lock gate = new();
    private ImmutableDictionary<string, ResourceEvent> current = ImmutableDictionary.Create<string, ResourceEvent>(StringComparer.OrdinalIgnoreCase);
    private ImmutableList<Channel<ResourceEvent>> watchers = [];

    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (gate)
        {
            var before = current.GetValueOrDefault(resourceId)?.Snapshot ?? new CustomResourceSnapshot();
            var after = stateFactory(before);
            if (after != before)
            {
                var change = new ResourceEvent(resource, resourceId, after);
                current = current.SetItem(resourceId, change);
                watchers.ForEach(watcher => watcher.Writer.TryWrite(change));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Every resource's present state, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateUnbounded<ResourceEvent>();
        lock (gate)
        {
            foreach (var present in current.Values)
            {
                events.Writer.TryWrite(present);
            }

            watchers = watchers.Add(events);
        }

        try
        {
            await foreach (var change in events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            lock (gate)
            {
                watchers = watchers.Remove(events);
            }
        }
    }

    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (change.Resource.Name.Equals(resourceName, StringComparison.OrdinalIgnoreCase) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException("The operation was cancelled before the resource met the predicate condition.");
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, change => change.Snapshot.State?.Text == (targetState ?? KnownResourceStates.Running), cancellationToken);

    /// <exception cref="DistributedApplicationException">The resource ended, or could not start.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        var change = await WaitForResourceAsync(
            resourceName,
            change => change.Snapshot.HealthStatus == HealthStatus.Healthy || KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text),
            cancellationToken);
        return change.Snapshot.HealthStatus == HealthStatus.Healthy
            ? change
            : throw new DistributedApplicationException($"Stopped waiting for resource '{resourceName}' to become healthy because it failed to start.");
    }
}
