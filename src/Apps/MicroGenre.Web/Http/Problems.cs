using Google.Protobuf;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>Answers errors of services with one line that the page can show.</summary>
internal sealed class Problems : IEndpointFilter
{
    /// <summary>Answers a request with a problem.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.StatusCode;
        return context.Response.WriteAsJsonAsync(problem, context.RequestAborted);
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RpcException refusal)
        {
            // Long calls report their own errors, because their response has already started. Errors that arrive here are from short calls.
            return Result(Problem.Of(context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AsksService>()?.Name ?? "", refusal));
        }
        catch (InvalidJsonException e)
        {
            return Result(new Problem(StatusCodes.Status400BadRequest, e.Message.ReplaceLineEndings(" "), Retry: false));
        }
        catch (InvalidProtocolBufferException e)
        {
            return Result(new Problem(StatusCodes.Status400BadRequest, e.Message.ReplaceLineEndings(" "), Retry: false));
        }
    }

    private static IResult Result(Problem problem) => Results.Json(problem, statusCode: problem.StatusCode);
}

/// <summary>Names the service behind an endpoint, for messages.</summary>
/// <param name="Name">The service's name in <c>up</c>.</param>
internal sealed record AsksService(string Name);
