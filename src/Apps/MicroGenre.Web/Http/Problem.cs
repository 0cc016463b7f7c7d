using System.Text.Json.Serialization;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>An error that the page shows.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Message">A one-line message.</param>
/// <param name="Retry">Whether the same request may succeed later.</param>
internal sealed record Problem([property: JsonIgnore] int StatusCode, string Message, bool Retry)
{
    /// <summary>Converts the error of a service.</summary>
    /// <param name="service">The service, with its name in <c>up</c>.</param>
    /// <param name="refusal">The error.</param>
    public static Problem Of(string service, RpcException refusal) => refusal.StatusCode switch
    {
        // Without a message of its own, the service was never reached.
        Grpc.Core.StatusCode.Unavailable when refusal.Status.DebugException is not null =>
            new(StatusCodes.Status503ServiceUnavailable, $"The service {service} does not answer.", true),
        Grpc.Core.StatusCode.Unavailable =>
            new(StatusCodes.Status503ServiceUnavailable, $"The service {service} is not available: {refusal.Status.Detail}", true),
        Grpc.Core.StatusCode.ResourceExhausted => new(StatusCodes.Status429TooManyRequests, refusal.Status.Detail, true),
        Grpc.Core.StatusCode.DeadlineExceeded => new(StatusCodes.Status504GatewayTimeout, $"The service {service} took too long.", true),
        Grpc.Core.StatusCode.FailedPrecondition => new(StatusCodes.Status409Conflict, refusal.Status.Detail, true),
        Grpc.Core.StatusCode.InvalidArgument => new(StatusCodes.Status400BadRequest, refusal.Status.Detail, false),
        Grpc.Core.StatusCode.NotFound => new(StatusCodes.Status404NotFound, refusal.Status.Detail, false),
        Grpc.Core.StatusCode.PermissionDenied => new(StatusCodes.Status403Forbidden, refusal.Status.Detail, false),
        Grpc.Core.StatusCode.Unauthenticated => new(StatusCodes.Status401Unauthorized, refusal.Status.Detail, false),
        Grpc.Core.StatusCode.Cancelled => new(StatusCodes.Status503ServiceUnavailable, $"The service {service} ended the call.", true),
        _ => new(StatusCodes.Status502BadGateway, $"The service {service} failed: {refusal.Status.Detail}", true),
    };
}
