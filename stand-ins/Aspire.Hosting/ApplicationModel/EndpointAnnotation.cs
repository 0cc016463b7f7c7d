using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A place where a resource can be reached.</summary>
public sealed class EndpointAnnotation(ProtocolType protocol, string? uriScheme = null, string? name = null, int? port = null, int? targetPort = null)
    : IResourceAnnotation
{
    private string? transport;

    public ProtocolType Protocol { get; set; } = protocol;

    public string UriScheme { get; set; } = uriScheme ?? SchemeOf(protocol);

    public string Name { get; set; } = name ?? uriScheme ?? SchemeOf(protocol);

    /// <summary>The port that others connect to; without one (or with 0) a free port is taken.</summary>
    public int? Port { get; set; } = port;

    /// <summary>The port that the resource listens on. Nothing stands in between where it is one process, so it is the one that others connect to.</summary>
    public int? TargetPort { get; set; } = targetPort;

    /// <summary>The address that the resource listens on.</summary>
    public string TargetHost { get; set; } = "localhost";

    public string Transport
    {
        get => transport ?? (UriScheme is "http" or "https" ? "http" : SchemeOf(Protocol));
        set => transport = value;
    }

    internal int? AllocatedPort { get; set; }

    /// <summary>The ports that the resource's processes listen on, where there are several and a proxy stands at <see cref="AllocatedPort"/>.</summary>
    internal IReadOnlyList<int> ReplicaPorts { get; set; } = [];

    private static string SchemeOf(ProtocolType protocol) => protocol == ProtocolType.Udp ? "udp" : "tcp";
}
