using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>Turns a service's stream into server-sent events.</summary>
internal static class EventStream
{
    /// <summary>
    /// Each message as an event <c>progress</c>, and at the end an event <c>ended</c>, with the reason if the service refuses. If the
    /// service is not available, or this server stops, the events just end: browsers reconnect by themselves.
    /// </summary>
    /// <param name="stream">The service's stream.</param>
    /// <param name="idOf">The ID of an event, from which a browser that reconnects goes on; <see langword="null"/> for none.</param>
    /// <param name="cancellation">Ends the events.</param>
    public static async IAsyncEnumerable<SseItem<string>> EventsAsync<TMessage>(
        this IAsyncStreamReader<TMessage> stream, Func<TMessage, string>? idOf, [EnumeratorCancellation] CancellationToken cancellation)
        where TMessage : IMessage
    {
        while (true)
        {
            RpcException? refusal = null;
            try
            {
                if (!await stream.MoveNext(cancellation))
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

            if (refusal is { StatusCode: StatusCode.Unavailable } || cancellation.IsCancellationRequested)
            {
                yield break;
            }

            if (refusal is not null)
            {
                yield return new SseItem<string>(refusal.Status.Detail, "ended");
                yield break;
            }

            yield return new SseItem<string>(ContractJson.Of(stream.Current), "progress") { EventId = idOf?.Invoke(stream.Current) };
        }

        yield return new SseItem<string>("", "ended");
    }
}
