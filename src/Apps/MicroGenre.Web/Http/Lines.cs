using System.Reflection;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace MicroGenre.Web.Http;

/// <summary>
/// The messages of a service's stream as a response: JSON, a line each, sent as they arrive. If the stream breaks off, so does the
/// response.
/// </summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
/// <param name="call">The call, owned by this object.</param>
internal sealed class Lines<TMessage>(AsyncServerStreamingCall<TMessage> call) : IResult, IEndpointMetadataProvider
    where TMessage : IMessage, new()
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (call)
        {
            var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
            var isAny = await call.ResponseStream.MoveNext(cancellation);
            response.ContentType = Media.Lines;
            while (isAny)
            {
                await response.WriteAsync(ContractJson.Of(call.ResponseStream.Current) + "\n", Encoding.UTF8, cancellation);
                isAny = await call.ResponseStream.MoveNext(cancellation);
            }
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AnswersWith(Media.Lines, new TMessage().Descriptor));
}
