using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>How a channel calls.</summary>
public sealed class GrpcChannelOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>The longest request message in bytes; <see langword="null"/> for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The longest response message in bytes, 4 MiB unless set; <see langword="null"/> for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>What sends the requests; not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>What sends the requests; not together with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the given client or handler goes with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Which calls are tried again when they fail.</summary>
    public ServiceConfig? ServiceConfig { get; set; }
}
