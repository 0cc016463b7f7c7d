using Grpc.Core;

namespace MicroGenre.Serving.Calls;

/// <summary>Creates the errors that end a call, with a one-line message for the caller.</summary>
public static class RpcErrors
{
    /// <summary>The caller's input is invalid.</summary>
    public static RpcException InvalidArgument(string message) => Of(StatusCode.InvalidArgument, message);

    /// <summary>A place is asked for that is beyond the end of something.</summary>
    public static RpcException OutOfRange(string message) => Of(StatusCode.OutOfRange, message);

    /// <summary>Something that the caller names does not exist.</summary>
    public static RpcException NotFound(string message) => Of(StatusCode.NotFound, message);

    /// <summary>The request is valid, but the service is not in a state to answer it.</summary>
    public static RpcException FailedPrecondition(string message) => Of(StatusCode.FailedPrecondition, message);

    /// <summary>A limit is exceeded: a size, a queue, the disk.</summary>
    public static RpcException ResourceExhausted(string message) => Of(StatusCode.ResourceExhausted, message);

    /// <summary>The service is starting, stopping or cut off; the caller should retry.</summary>
    public static RpcException Unavailable(string message) => Of(StatusCode.Unavailable, message);

    /// <summary>The time limit is exceeded.</summary>
    public static RpcException DeadlineExceeded(string message) => Of(StatusCode.DeadlineExceeded, message);

    private static RpcException Of(StatusCode code, string message) => new(new Status(code, message));
}
