using System.Text.Json.Nodes;
using Grpc.Core;
using MicroGenre.Web.Http;
using Microsoft.AspNetCore.Authorization;

namespace MicroGenre.Web.Subsonic;

/// <summary>
/// Lets callers in as every endpoint does, but refuses them as Subsonic's clients understand it, and answers with the content or the error
/// of a method.
/// </summary>
internal sealed class SubsonicDoor(IAuthorizationPolicyProvider policies) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            await CheckAsync(context.HttpContext);
            return await next(context) is JsonObject content ? new SubsonicAnswer(content) : Results.Empty;
        }
        catch (SubsonicException e)
        {
            return new SubsonicAnswer(e.Code, e.Message);
        }
        catch (RpcException e) when (e.StatusCode != StatusCode.OutOfRange && !context.HttpContext.Response.HasStarted)
        {
            var problem = e.ToProblem("collecting");
            var error = e.StatusCode == StatusCode.NotFound ? SubsonicException.NotFound(problem.Detail)
                : new SubsonicException(SubsonicException.Generic, problem.Detail);
            return new SubsonicAnswer(error.Code, error.Message);
        }
    }

    private async Task CheckAsync(HttpContext http)
    {
        var isOpen = await policies.GetFallbackPolicyAsync() is null || http.GetEndpoint()?.Metadata.GetMetadata<Public>() is not null;
        if (!isOpen && http.User.Identity is not { IsAuthenticated: true })
        {
            throw SubsonicException.Unknown(new SubsonicRequest(http.Request.Query));
        }
    }

    /// <summary>A method that needs no key: clients ask it how to show one.</summary>
    internal sealed record Public;
}
