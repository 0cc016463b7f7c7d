using System.CommandLine;
using Grpc.Core;
using Grpc.Net.Client;

namespace MicroGenre.Cli.Remote;

/// <summary>A running service, by its address.</summary>
internal sealed class Server : IDisposable
{
    private readonly string _service;

    /// <summary>The service at an address; nothing is sent yet.</summary>
    /// <exception cref="UsageException">The address is none.</exception>
    public Server(string url, string service)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"'{url}' is not an address: write http://HOST:PORT.");
        }

        _service = service;
        Address = address;
        Channel = GrpcChannel.ForAddress(address);
    }

    /// <summary>Where the service is.</summary>
    public Uri Address { get; }

    /// <summary>The connection to it.</summary>
    public GrpcChannel Channel { get; }

    public static Option<string?> Option(string service) => new("--server")
    {
        Description = $"The address of a running {service} service to use instead of this program's own libraries.",
        HelpName = "URL",
    };

    public void Dispose() => Channel.Dispose();

    /// <summary>What a failed call means to the user.</summary>
    public Exception Explain(RpcException exception, CancellationToken cancellation) => exception.StatusCode switch
    {
        _ when cancellation.IsCancellationRequested => new OperationCanceledException(exception.Message, exception, cancellation),
        StatusCode.Unimplemented => new FailureException($"{Address} answers, but is no {_service} service.", exception),
        StatusCode.Unavailable when exception.Status.DebugException is not null => new FailureException($"There is no answer from {Address}: {Innermost(exception.Status.DebugException)}", exception),
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
