using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>A server's address and the HTTP/2 connections to it, opened when needed.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly bool _ownsHttp;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options is { HttpClient: not null, HttpHandler: not null })
        {
            throw new ArgumentException("HttpClient and HttpHandler have been configured: set only one of them.", nameof(options));
        }

        Address = address;
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        RetryRules = new RetryRules(options.ServiceConfig);
        _ownsHttp = options.DisposeHttpClient || options is { HttpClient: null, HttpHandler: null };
        Http = options.HttpClient
            ?? new HttpMessageInvoker(options.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, disposeHandler: _ownsHttp);
    }

    internal Uri Address { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal RetryRules RetryRules { get; }

    internal HttpMessageInvoker Http { get; }

    /// <summary>Cancelled with the channel: no call outlives it.</summary>
    internal CancellationToken Closed => _closed.Token;

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) => ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.Scheme is "http" or "https"
            ? new GrpcChannel(address, channelOptions)
            : throw new InvalidOperationException($"The address '{address}' starts with neither http:// nor https://.");
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Cancels the calls under way and closes the connections.</summary>
    public void Dispose()
    {
        if (_closed.IsCancellationRequested)
        {
            return;
        }

        _closed.Cancel();
        if (_ownsHttp)
        {
            Http.Dispose();
        }
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
