using Aspire.Hosting.ApplicationModel;
using StandIns.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its port before anything starts, so that resources can be told each other's addresses.</summary>
internal static class EndpointAllocation
{
    /// <exception cref="DistributedApplicationException">A fixed port is taken.</exception>
    /// <exception cref="InvalidOperationException">Several processes are to share one port.</exception>
    public static void Allocate(IEnumerable<IResource> resources, bool randomizePorts)
    {
        var taken = new HashSet<int>();
        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var wanted = randomizePorts ? null : endpoint.Port ?? endpoint.TargetPort;
                endpoint.AllocatedPort = wanted > 0 ? Reserve(wanted.Value, resource, endpoint, taken) : AnyPort(taken);
                endpoint.ReplicaPorts = Replica.Of(resource) is { Count: > 1 } replicas ? [.. replicas.Select(_ => ReplicaPort(resource, endpoint, taken))] : [];
            }
        }
    }

    private static int Reserve(int port, IResource resource, EndpointAnnotation endpoint, HashSet<int> taken)
    {
        if (taken.Add(port) && FreePort.IsFree(port))
        {
            return port;
        }

        throw new DistributedApplicationException(
            $"Resource '{resource.Name}' cannot start: port {port} of its endpoint '{endpoint.Name}' is in use. Stop the program that listens there, or give the endpoint another port.");
    }

    private static int ReplicaPort(IResource resource, EndpointAnnotation endpoint, HashSet<int> taken) => endpoint.TargetPort is null
        ? AnyPort(taken)
        : throw new InvalidOperationException(
            $"Resource '{resource.Name}' can have multiple replicas, and it uses endpoint '{endpoint.Name}' that has TargetPort property set. Each replica must have a unique port; setting TargetPort is not allowed.");

    private static int AnyPort(HashSet<int> taken)
    {
        int port;
        do
        {
            port = FreePort.Next();
        }
        while (!taken.Add(port));
        return port;
    }
}
