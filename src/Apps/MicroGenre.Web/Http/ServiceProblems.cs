using Aspire.ServiceDefaults.Calls;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>Converts errors of services to problems.</summary>
internal static class ServiceProblems
{
    /// <summary>The error of a service as a problem.</summary>
    /// <param name="refusal">The error.</param>
    /// <param name="service">The service, with its name in <c>up</c>.</param>
    public static Problem ToProblem(this RpcException refusal, string service) => refusal.StatusCode switch
    {
        // Without a message of its own, the service was never reached.
        StatusCode.Unavailable when refusal.Status.DebugException is not null =>
            new(StatusCodes.Status503ServiceUnavailable, $"The service {service} does not answer.", true),
        StatusCode.Unavailable =>
            new(StatusCodes.Status503ServiceUnavailable, $"The service {service} is not available: {refusal.Status.Detail}", true),
        StatusCode.ResourceExhausted => new(StatusCodes.Status429TooManyRequests, refusal.Status.Detail, true),
        StatusCode.DeadlineExceeded => new(StatusCodes.Status504GatewayTimeout, $"The service {service} took too long.", true),
        StatusCode.FailedPrecondition => new(StatusCodes.Status409Conflict, refusal.Status.Detail, true),
        StatusCode.InvalidArgument => new(StatusCodes.Status400BadRequest, refusal.Status.Detail, false),
        StatusCode.OutOfRange => new(StatusCodes.Status416RangeNotSatisfiable, refusal.Status.Detail, false),
        StatusCode.NotFound => new(StatusCodes.Status404NotFound, refusal.Status.Detail, false),
        StatusCode.PermissionDenied => new(StatusCodes.Status403Forbidden, refusal.Status.Detail, false),
        StatusCode.Unauthenticated => new(StatusCodes.Status401Unauthorized, refusal.Status.Detail, false),
        StatusCode.Cancelled => new(StatusCodes.Status503ServiceUnavailable, $"The service {service} ended the call.", true),
        _ => new(StatusCodes.Status502BadGateway, $"The service {service} failed: {refusal.Status.Detail}", true),
    };
}
