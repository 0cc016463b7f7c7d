using System.Net.ServerSentEvents;
using System.Reflection;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace MicroGenre.Web.Http;

/// <summary>
/// The messages of a service's stream as server-sent events: each an event <c>progress</c>, and at the end an event <c>ended</c>, with the
/// reason if the service refuses. If the service is not available, or this server stops, the events just end: browsers reconnect by
/// themselves.
/// </summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
/// <param name="begin">Begins the call, which the token ends.</param>
/// <param name="idOf">The ID of an event, from which a browser that reconnects goes on; <see langword="null"/> for none.</param>
internal sealed class Events<TMessage>(
    Func<CancellationToken, AsyncServerStreamingCall<TMessage>> begin, Func<TMessage, string>? idOf = null)
    : IResult, IEndpointMetadataProvider
    where TMessage : class, IMessage, new()
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return TypedResults.ServerSentEvents(FollowAsync(stopping, httpContext.RequestAborted)).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AnswersWith(Media.Events, new TMessage().Descriptor));

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(
        CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        using var call = begin(either.Token);
        while (true)
        {
            RpcException? refusal = null;
            try
            {
                if (!await call.ResponseStream.MoveNext(either.Token))
                {
                    break;
                }
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
            catch (RpcException e)
            {
                refusal = e;
            }

            if (refusal is { StatusCode: StatusCode.Unavailable } || either.IsCancellationRequested)
            {
                yield break;
            }

            if (refusal is not null)
            {
                yield return new SseItem<string>(refusal.Status.Detail, "ended");
                yield break;
            }

            var message = call.ResponseStream.Current;
            yield return new SseItem<string>(ContractJson.Of(message), "progress") { EventId = idOf?.Invoke(message) };
        }

        yield return new SseItem<string>("", "ended");
    }
}
