using Grpc.Core;
using Grpc.Net.Client;
using MicroGenre.Client.Channels;

namespace MicroGenre.Cli.Remote;

/// <summary>A running service, by its address.</summary>
internal sealed class Server : IDisposable
{
    private readonly string _service;

    /// <summary>The service at an address; nothing is sent yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="service">What it is called.</param>
    /// <param name="credentials">The key that every call shows, and whom to trust.</param>
    public Server(Uri address, string service, ServiceCredentials credentials)
    {
        _service = service;
        Address = address;
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = credentials.CreateHandler(),
            DisposeHttpClient = true,
        });
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
        StatusCode.Unimplemented => new FailureException($"{Address} answers, but is not a {_service} service.", exception),
        StatusCode.Unavailable or StatusCode.Internal when exception.Status.DebugException is not null =>
            new FailureException($"There is no answer from {Address}: {Innermost(exception.Status.DebugException)}", exception),
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
}
