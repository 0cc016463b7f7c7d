using Grpc.Core;
using Grpc.Net.Client;
using MicroGenre.Client.Channels;

namespace MicroGenre.Cli.Remote;

/// <summary>A connection to a running service.</summary>
internal sealed class Server : IDisposable
{
    private readonly string _service;

    /// <summary>Creates the connection; nothing is sent yet.</summary>
    /// <param name="address">The address of the service.</param>
    /// <param name="service">The name of the service in messages.</param>
    /// <param name="credentials">The API key for every call, and the trusted authorities.</param>
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

    /// <summary>The address of the service.</summary>
    public Uri Address { get; }

    /// <summary>The gRPC channel.</summary>
    public GrpcChannel Channel { get; }

    public void Dispose() => Channel.Dispose();

    /// <summary>Turns the error of a call into a message for the user.</summary>
    public Exception Explain(RpcException exception, CancellationToken cancellation) => exception.StatusCode switch
    {
        _ when cancellation.IsCancellationRequested => new OperationCanceledException(exception.Message, exception, cancellation),
        StatusCode.Unimplemented => new FailureException($"{Address} answers, but is not a {_service} service.", exception),
        StatusCode.Unavailable or StatusCode.Internal when exception.Status.DebugException is not null =>
            new FailureException($"{Address} does not answer: {Innermost(exception.Status.DebugException)}", exception),
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
