using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using StandIns.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its port before anything starts, so that resources can be told each other's addresses.</summary>
internal static class EndpointAllocation
{
    /// <exception cref="DistributedApplicationException">A fixed port is taken.</exception>
    public static void Allocate(IEnumerable<IResource> resources, bool randomizePorts)
    {
        var taken = new HashSet<int>();
        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var wanted = randomizePorts ? null : endpoint.Port ?? endpoint.TargetPort;
                endpoint.AllocatedPort = wanted > 0 ? Reserve(wanted.Value, resource, endpoint, taken) : AnyPort(taken);
            }
        }
    }

    private static int Reserve(int port, IResource resource, EndpointAnnotation endpoint, HashSet<int> taken)
    {
        if (taken.Add(port) && IsFree(port))
        {
            return port;
        }

        throw new DistributedApplicationException(
            $"Resource '{resource.Name}' cannot start: port {port} of its endpoint '{endpoint.Name}' is in use. Stop the program that listens there, or give the endpoint another port.");
    }

    private static int AnyPort(HashSet<int> taken)
    {
        int port;
        do
        {
            port = LocalProcess.FreePort();
        }
        while (!taken.Add(port));
        return port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
