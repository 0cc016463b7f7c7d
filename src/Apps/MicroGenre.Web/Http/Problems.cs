using Google.Protobuf;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>Answers what goes wrong on the way to a service with one line that the page can show.</summary>
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
            // A call that takes long tells its own refusals, since its answer has begun; what arrives here is a short one.
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

/// <summary>Names the service that an endpoint asks, for messages.</summary>
/// <param name="Name">The name, as <c>up</c> shows it.</param>
internal sealed record AsksService(string Name);
