using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Logs who controls the service: a line at the start and at the end of a control call, or one line if it is refused.</summary>
internal sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>The category of the log.</summary>
    public const string Category = "MicroGenre.Audit";

    private const int LongestRequest = 300;

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public void Began(HttpContext http, object request)
    {
        var text = request.ToString()!.ReplaceLineEndings(" ");
        LogBegan(Caller.Describe(http), http.Connection.RemoteIpAddress, http.Request.Path,
            text.Length <= LongestRequest ? text : $"{text[..LongestRequest]}…", http.TraceIdentifier);
    }

    public void Ended(HttpContext http, StatusCode code, TimeSpan after) =>
        LogEnded(Caller.Describe(http), http.Request.Path, code, (long)after.TotalMilliseconds, http.TraceIdentifier);

    /// <summary>Logs that a caller has left a call whose work continues.</summary>
    public void Left(HttpContext http, string work, TimeSpan after) =>
        LogLeft(Caller.Describe(http), http.Request.Path, (long)after.TotalMilliseconds, work, http.TraceIdentifier);

    public void Refused(HttpContext http, StatusCode code) =>
        LogRefused(Caller.Describe(http), http.Connection.RemoteIpAddress, http.Request.Path, code, http.TraceIdentifier);

    [LoggerMessage(LogLevel.Information, "{Caller} at {Address} calls {Method} {Request} ({Id})")]
    private partial void LogBegan(string caller, System.Net.IPAddress? address, string? method, string request, string id);

    [LoggerMessage(LogLevel.Information, "{Caller}'s call of {Method} ended with {Status} after {Milliseconds} ms ({Id})")]
    private partial void LogEnded(string caller, string? method, StatusCode status, long milliseconds, string id);

    [LoggerMessage(
        LogLevel.Information, "{Caller} left the call of {Method}, which was accepted, after {Milliseconds} ms; {Work} continues ({Id})")]
    private partial void LogLeft(string caller, string? method, long milliseconds, string work, string id);

    [LoggerMessage(LogLevel.Warning, "{Caller} at {Address} was refused {Method} with {Status} ({Id})")]
    private partial void LogRefused(string caller, System.Net.IPAddress? address, string? method, StatusCode status, string id);
}

/// <summary>Recognises control calls.</summary>
internal static class ControlCalls
{
    /// <summary>Whether the endpoint of a request requires <see cref="Rights.Control"/>.</summary>
    public static bool NeedsControl(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Any(needed => string.Equals(needed.Policy, Rights.Control, StringComparison.Ordinal)) ?? false;
}
