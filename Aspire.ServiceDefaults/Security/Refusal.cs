using System.Globalization;
using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Answers a refused request without reading its body.</summary>
internal static class Refusal
{
    private const string GrpcContentType = "application/grpc";

    /// <summary>Writes a status as gRPC for gRPC calls, otherwise as problem details (RFC 9457).</summary>
    /// <param name="http">The request.</param>
    /// <param name="code">The status.</param>
    /// <param name="detail">The message for the caller.</param>
    /// <param name="retryAfter">When to retry: gRPC clients with a retry policy wait that long.</param>
    public static Task WriteAsync(HttpContext http, StatusCode code, string detail, TimeSpan? retryAfter = null)
    {
        var response = http.Response;
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            response.Headers["grpc-retry-pushback-ms"] = Math.Ceiling(wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        if (IsCall(http.Request))
        {
            response.ContentType = GrpcContentType;
            response.Headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
            response.Headers["grpc-message"] = Uri.EscapeDataString(detail);
            return Task.CompletedTask;
        }

        var status = code switch
        {
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status429TooManyRequests,
        };
        return new Problem(status, detail, Retry: status == StatusCodes.Status429TooManyRequests).WriteAsync(http);
    }

    /// <summary>Whether a request is a gRPC call.</summary>
    public static bool IsCall(HttpRequest request) =>
        request.ContentType?.StartsWith(GrpcContentType, StringComparison.OrdinalIgnoreCase) ?? false;
}
