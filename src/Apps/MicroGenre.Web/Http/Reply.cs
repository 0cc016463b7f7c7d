using System.Reflection;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace MicroGenre.Web.Http;

/// <summary>A contract's message as the JSON of a response.</summary>
/// <typeparam name="TMessage">The type of the message.</typeparam>
internal sealed class Reply<TMessage>(TMessage message) : IResult, IEndpointMetadataProvider
    where TMessage : IMessage, new()
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContractJson.MediaType;
        return httpContext.Response.WriteAsync(ContractJson.Of(message), httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AnswersWith(ContractJson.MediaType, new TMessage().Descriptor));
}

/// <summary>Makes replies.</summary>
internal static class Reply
{
    /// <summary>A message as a response.</summary>
    public static Reply<TMessage> With<TMessage>(TMessage message)
        where TMessage : IMessage, new() => new(message);

    /// <summary>The message of a call as a response.</summary>
    /// <exception cref="RpcException">The service refuses the call.</exception>
    public static async Task<Reply<TMessage>> OfAsync<TMessage>(AsyncUnaryCall<TMessage> call)
        where TMessage : IMessage, new() => new(await call);

    /// <summary>The first message of a stream as a response; the rest is not waited for.</summary>
    /// <exception cref="RpcException">The service refuses the call, or the stream is empty.</exception>
    public static async Task<Reply<TMessage>> FirstOfAsync<TMessage>(
        IAsyncStreamReader<TMessage> stream, CancellationToken cancellation)
        where TMessage : IMessage, new() => await stream.MoveNext(cancellation) ? new(stream.Current)
            : throw new RpcException(new Status(StatusCode.Internal, "it ended before it began."));
}
