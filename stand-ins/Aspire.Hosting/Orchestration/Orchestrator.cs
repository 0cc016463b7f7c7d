using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts every program of the application, and stops them in reverse order.</summary>
internal sealed class Orchestrator(IResourceCollection resources, ResourceNotificationService notifications, IConfiguration configuration) : IHostedService, IDisposable
{
    private readonly List<ProgramRunner> programs = [];
    private readonly List<ReplicaProxy> proxies = [];

    public ProgramRunner? Find(string resourceId) => programs.Find(program => program.Replica.Id.Equals(resourceId, StringComparison.OrdinalIgnoreCase));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        EndpointAllocation.Allocate(resources, configuration.GetValue<bool>("DcpPublisher:RandomizePorts"));
        foreach (var resource in resources)
        {
            if (resource.Annotations.OfType<ProgramAnnotation>().LastOrDefault() is { } program)
            {
                programs.AddRange(Replica.Of(resource).Select(replica => new ProgramRunner(replica, program, notifications)));
                proxies.AddRange(resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.ReplicaPorts.Count > 0)
                    .Select(endpoint => ReplicaProxy.Start(endpoint.AllocatedPort!.Value, endpoint.ReplicaPorts)));
            }
            else
            {
                await notifications.PublishUpdateAsync(resource, resource.Name, snapshot => snapshot with
                {
                    State = KnownResourceStates.Running,
                    HealthStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy,
                });
            }
        }

        programs.ForEach(program => program.Start());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var program in Enumerable.Reverse(programs))
        {
            await program.StopAsync();
        }
    }

    public void Dispose()
    {
        programs.ForEach(program => program.Dispose());
        proxies.ForEach(proxy => proxy.Dispose());
    }
}
