using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Aspire.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Net.Client;

namespace MicroGenre.Cli.Remote;

/// <summary>A running service, by its address.</summary>
internal sealed class Server : IDisposable
{
    private readonly string _service;

    /// <summary>The service at an address; nothing is sent yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="service">What it is called.</param>
    /// <param name="key">The key, or token, that every call shows; none unless given.</param>
    /// <param name="authorities">Whose certificates to trust in place of the machine's authorities.</param>
    public Server(Uri address, string service, string? key, X509Certificate2Collection? authorities)
    {
        _service = service;
        Address = address;
        var handler = new AttentiveHandler(authorities);
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = key is null ? handler : new ShowsKey(key, handler), DisposeHttpClient = true });
    }

    /// <summary>Where the service is.</summary>
    public Uri Address { get; }

    /// <summary>The connection to it.</summary>
    public GrpcChannel Channel { get; }

    public void Dispose() => Channel.Dispose();

    /// <summary>What a failed call means to the user.</summary>
    public Exception Explain(RpcException exception, CancellationToken cancellation) => exception.StatusCode switch
    {
        _ when cancellation.IsCancellationRequested => new OperationCanceledException(exception.Message, exception, cancellation),
        StatusCode.Unimplemented => new FailureException($"{Address} answers, but is no {_service} service.", exception),
        StatusCode.Unavailable or StatusCode.Internal when exception.Status.DebugException is not null => new FailureException($"There is no answer from {Address}: {Innermost(exception.Status.DebugException)}", exception),
        StatusCode.InvalidArgument => new TrackException(exception.Status.Detail, exception),
        _ => new FailureException($"{Address}: {exception.Status.Detail}", exception),
    };

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }

    private sealed class ShowsKey(string key, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
