using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.HealthCheck;

/// <summary>Answers what state services are in, from a table that the program keeps up to date.</summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    // A watcher that falls behind only needs the newest states.
    private const int PendingChanges = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _states = new(StringComparer.Ordinal);
    private readonly List<Watcher> _watchers = [];

    public void SetStatus(string service, ServingStatus status)
    {
        lock (_lock)
        {
            var changed = !_states.TryGetValue(service, out var previous) || previous != status;
            _states[service] = status;
            if (changed)
            {
                Notify(service, status);
            }
        }
    }

    public void ClearStatus(string service)
    {
        lock (_lock)
        {
            if (_states.Remove(service))
            {
                Notify(service, ServingStatus.ServiceUnknown);
            }
        }
    }

    public void ClearAll()
    {
        lock (_lock)
        {
            foreach (var service in _states.Keys.ToList())
            {
                ClearStatus(service);
            }
        }
    }

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            return _states.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, ""));
        }
    }

    /// <summary>Sends the state now and after every change, until the caller goes away.</summary>
    public override Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context) =>
        WatchAsync(request.Service, responseStream, context.CancellationToken);

    internal async Task WatchAsync(string service, IServerStreamWriter<HealthCheckResponse> responseStream, CancellationToken cancellationToken)
    {
        var watcher = new Watcher(service);
        lock (_lock)
        {
            watcher.Changes.Writer.TryWrite(_states.GetValueOrDefault(service, ServingStatus.ServiceUnknown));
            _watchers.Add(watcher);
        }

        await using var end = cancellationToken.Register(() => watcher.Changes.Writer.TryComplete());
        try
        {
            await foreach (var status in watcher.Changes.Reader.ReadAllAsync(CancellationToken.None))
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, CancellationToken.None);
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    private void Notify(string service, ServingStatus status)
    {
        foreach (var watcher in _watchers.Where(watcher => string.Equals(watcher.Service, service, StringComparison.Ordinal)))
        {
            watcher.Changes.Writer.TryWrite(status);
        }
    }

    private sealed record Watcher(string Service)
    {
        public Channel<ServingStatus> Changes { get; } = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(PendingChanges) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    }
}
