using System.Collections.Concurrent;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Abuse.Tests;

/// <summary>Opens streams and sends nothing on them.</summary>
internal static class IdleStreams
{
    /// <summary>Opens streams over connections of their own and waits until each is either served or refused.</summary>
    /// <returns>The streams that are held, and how many were refused.</returns>
    public static async Task<(List<AsyncDuplexStreamingCall<ClassifyBatchRequest, ClassifyBatchReply>> Held, int Refused)> OpenAsync(AttackedService service, int connections, int streamsPerConnection)
    {
        var held = new ConcurrentBag<AsyncDuplexStreamingCall<ClassifyBatchRequest, ClassifyBatchReply>>();
        var refused = 0;
        var clients = Enumerable.Range(0, connections).Select(_ => new Classifier.ClassifierClient(service.Connect())).ToList();
        await Parallel.ForEachAsync(clients, async (client, cancellation) =>
        {
            for (var i = 0; i < streamsPerConnection; i++)
            {
                // One request shows whether the stream is served; then nothing comes any more.
                var call = client.ClassifyBatch(cancellationToken: CancellationToken.None);
                try
                {
                    await TrySendAsync(call, cancellation);
                    await call.ResponseStream.MoveNext(cancellation);
                    held.Add(call);
                }
                catch (RpcException refusal) when (refusal.StatusCode == StatusCode.ResourceExhausted)
                {
                    Interlocked.Increment(ref refused);
                    call.Dispose();
                }
            }
        });
        return ([.. held], refused);
    }

    /// <summary>A stream that is refused may end before the request is out; the answer then says why.</summary>
    private static async Task TrySendAsync(AsyncDuplexStreamingCall<ClassifyBatchRequest, ClassifyBatchReply> call, CancellationToken cancellation)
    {
        try
        {
            await call.RequestStream.WriteAsync(new ClassifyBatchRequest { Id = "only" }, cancellation);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Cancelled)
        {
        }
    }
}
