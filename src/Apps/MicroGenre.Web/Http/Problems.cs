using System.Text.Json;
using Aspire.ServiceDefaults.Calls;
using Google.Protobuf;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>
/// Answers every error of the API with a <see cref="Problem"/>: those of services, requests that cannot be read, paths and methods that do
/// not exist, and failures of this server, whose details only the log has.
/// </summary>
internal sealed partial class Problems(RequestDelegate next, ILogger<Problems> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await ProblemOf(context, e).WriteAsync(context);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null })
        {
            await UnansweredBy(context).WriteAsync(context);
        }
    }

    private Problem ProblemOf(HttpContext context, Exception failure)
    {
        switch (failure)
        {
            case RpcException refusal:
                return refusal.ToProblem(context.GetEndpoint()?.Metadata.GetMetadata<AsksService>()?.Name ?? "");

            case BadHttpRequestException refusal:
                return new Problem(refusal.StatusCode, refusal.Message, Retry: false);

            case JsonException or InvalidProtocolBufferException:
                return new Problem(StatusCodes.Status400BadRequest, failure.Message.ReplaceLineEndings(" "), Retry: false);

            default:
                LogFailed(failure, context.Request.Method, context.Request.Path);
                return new Problem(
                    StatusCodes.Status500InternalServerError, "The server failed; its log has the details.", Retry: true);
        }
    }

    private static Problem UnansweredBy(HttpContext context) => new(
        context.Response.StatusCode,
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is no {context.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{context.Request.Path} answers to {context.Response.Headers.Allow}, not to {context.Request.Method}.",
            var status => $"The server answered with status {status}.",
        },
        Retry: context.Response.StatusCode >= StatusCodes.Status500InternalServerError);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception failure, string method, string path);
}

/// <summary>Names the service behind an endpoint, for messages.</summary>
/// <param name="Name">The service's name in <c>up</c>.</param>
internal sealed record AsksService(string Name);
