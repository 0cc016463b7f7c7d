using Grpc.Core;

namespace MicroGenre.Serving.Calls;

/// <summary>Refusals of a call, by the reason: each takes the one line that the caller reads.</summary>
public static class RpcErrors
{
    /// <summary>The caller's input is wrong.</summary>
    public static RpcException InvalidArgument(string message) => Of(StatusCode.InvalidArgument, message);

    /// <summary>What the caller names does not exist.</summary>
    public static RpcException NotFound(string message) => Of(StatusCode.NotFound, message);

    /// <summary>The request is right, but the service is in no state to answer it.</summary>
    public static RpcException FailedPrecondition(string message) => Of(StatusCode.FailedPrecondition, message);

    /// <summary>Something is over a limit: a size, a queue, the disk.</summary>
    public static RpcException ResourceExhausted(string message) => Of(StatusCode.ResourceExhausted, message);

    /// <summary>The service is starting, stopping or cut off: trying again later makes sense.</summary>
    public static RpcException Unavailable(string message) => Of(StatusCode.Unavailable, message);

    /// <summary>The time allowed is over.</summary>
    public static RpcException DeadlineExceeded(string message) => Of(StatusCode.DeadlineExceeded, message);

    private static RpcException Of(StatusCode code, string message) => new(new Status(code, message));
}
