using System.Collections.Concurrent;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Abuse.Tests;

/// <summary>Streams on which nothing is sent any more, until they are disposed.</summary>
internal sealed class IdleStreams : IDisposable
{
    private readonly ConcurrentBag<AsyncDuplexStreamingCall<ClassifyBatchRequest, ClassifyBatchReply>> _held = [];
    private int _refused;

    /// <summary>How many are held.</summary>
    public int Held => _held.Count;

    /// <summary>How many were refused.</summary>
    public int Refused => _refused;

    /// <summary>Opens streams over connections of their own and waits until each is either served or refused.</summary>
    public async Task OpenAsync(AttackedService service, int connections, int streamsPerConnection)
    {
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
                    _held.Add(call);
                }
                catch (RpcException refusal) when (refusal.StatusCode == StatusCode.ResourceExhausted)
                {
                    Interlocked.Increment(ref _refused);
                    call.Dispose();
                }
                catch
                {
                    call.Dispose();
                    throw;
                }
            }
        });
    }

    public void Dispose()
    {
        while (_held.TryTake(out var stream))
        {
            stream.Dispose();
        }
    }

    /// <summary>
    /// A stream that is refused may end while the request goes out, or be closed already; in any case the answer says why.
    /// </summary>
    private static async Task TrySendAsync(
        AsyncDuplexStreamingCall<ClassifyBatchRequest, ClassifyBatchReply> call, CancellationToken cancellation)
    {
        try
        {
            await call.RequestStream.WriteAsync(new ClassifyBatchRequest { Id = "only" }, cancellation);
        }
        catch (Exception unsent) when (unsent is RpcException or ObjectDisposedException)
        {
        }
    }
}
