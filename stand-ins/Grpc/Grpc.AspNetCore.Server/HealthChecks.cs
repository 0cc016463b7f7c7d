using System.Collections;
using System.Collections.ObjectModel;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks speak for which gRPC service.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>The services; the empty name is the server as a whole and takes every check unless mapped otherwise.</summary>
    public ServiceMappingCollection Services { get; } = new();
}

public sealed class ServiceMappingCollection : IEnumerable<ServiceMapping>
{
    private readonly Mappings _mappings = [];

    /// <summary>Maps a service to the checks for which <paramref name="predicate"/> holds, in place of its earlier mapping.</summary>
    public void Map(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        _mappings.Remove(name);
        _mappings.Add(new ServiceMapping(name, predicate));
    }

    public IEnumerator<ServiceMapping> GetEnumerator() => _mappings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ServiceMapping? Find(string name) => _mappings.TryGetValue(name, out var mapping) ? mapping : null;

    private sealed class Mappings : KeyedCollection<string, ServiceMapping>
    {
        protected override string GetKeyForItem(ServiceMapping item) => item.Name;
    }
}

public sealed class ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
{
    public string Name { get; } = name;

    public Func<HealthCheckMapContext, bool> HealthCheckPredicate { get; } = predicate;

    internal bool Covers(string check, IEnumerable<string> tags) => HealthCheckPredicate(new HealthCheckMapContext(check, tags));
}

public sealed class HealthCheckMapContext(string name, IEnumerable<string> tags)
{
    public string Name { get; } = name;

    public IEnumerable<string> Tags { get; } = tags;
}

/// <summary>Answers Check by running the checks, and Watch from what the periodic checks publish.</summary>
internal sealed class HealthCheckCalls(
    HealthServiceImpl published,
    HealthCheckService checks,
    IOptions<GrpcHealthChecksOptions> options,
    IHostApplicationLifetime lifetime) : Health.V1.Health.HealthBase
{
    public static ServingStatus StatusOf(IEnumerable<HealthReportEntry> entries) =>
        entries.Select(entry => (HealthStatus?)entry.Status).Min() switch
        {
            null => ServingStatus.Unknown,
            HealthStatus.Unhealthy => ServingStatus.NotServing,
            _ => ServingStatus.Serving,
        };

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var service = options.Value.Services.Find(request.Service) ?? throw new RpcException(new Status(StatusCode.NotFound, ""));
        return new HealthCheckResponse { Status = await CheckAsync(service, context.CancellationToken) };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        if (options.Value.Services.Find(request.Service) is { } service)
        {
            // What was published last may be as old as the publishing period.
            published.SetStatus(service.Name, await CheckAsync(service, end.Token));
        }

        await published.WatchAsync(request.Service, responseStream, end.Token);
        if (!context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
        }
    }

    private async Task<ServingStatus> CheckAsync(ServiceMapping service, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(check => service.Covers(check.Name, check.Tags), cancellationToken);
        return StatusOf(report.Entries.Values);
    }
}

/// <summary>Passes the results of the periodic checks on to those who watch.</summary>
internal sealed class HealthPublisher(HealthServiceImpl published, IOptions<GrpcHealthChecksOptions> options) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var service in options.Value.Services)
        {
            var entries = report.Entries.Where(entry => service.Covers(entry.Key, entry.Value.Tags)).Select(entry => entry.Value);
            published.SetStatus(service.Name, HealthCheckCalls.StatusOf(entries));
        }

        return Task.CompletedTask;
    }
}
