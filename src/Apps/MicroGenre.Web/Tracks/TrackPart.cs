using System.Runtime.CompilerServices;
using Aspire.ServiceDefaults.Calls;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Tracks;

/// <summary>A call that receives an upload.</summary>
/// <typeparam name="TRequest">The type of the call's messages.</typeparam>
/// <param name="name">The name of the part.</param>
/// <param name="service">The service's name in messages.</param>
/// <param name="call">The call, owned by this object.</param>
/// <param name="requests">The call's request stream.</param>
/// <param name="header">The first message.</param>
/// <param name="toMessage">Converts bytes of the file to a message.</param>
/// <param name="answers">Reads the answers of the service.</param>
internal sealed class TrackPart<TRequest>(
    string name,
    string service,
    IDisposable call,
    IClientStreamWriter<TRequest> requests,
    TRequest header,
    Func<ByteString, TRequest> toMessage,
    Func<CancellationToken, IAsyncEnumerable<TrackEvent>> answers) : ITrackPart
{
    private bool _begun;
    private bool _refused;

    public async Task SendAsync(ByteString data, CancellationToken cancellation)
    {
        await BeginAsync(cancellation);
        await TryAsync(() => requests.WriteAsync(toMessage(data), cancellation), cancellation);
    }

    public async Task CompleteAsync()
    {
        await BeginAsync(CancellationToken.None);
        await TryAsync(requests.CompleteAsync, CancellationToken.None);
    }

    public async IAsyncEnumerable<TrackEvent> AnswersAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var answer = answers(cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            TrackEvent? failure = null;
            try
            {
                if (!await answer.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (RpcException refusal)
            {
                failure = TrackEvent.Failure(name, refusal.ToProblem(service));
            }
            catch (InvalidDataException e)
            {
                failure = TrackEvent.Failure(
                    name, new Problem(
                        StatusCodes.Status502BadGateway, $"The service {service} sent an invalid answer: {e.Message}", Retry: true));
            }

            yield return failure ?? answer.Current;
            if (failure is not null)
            {
                yield break;
            }
        }
    }

    public void Dispose() => call.Dispose();

    private async Task BeginAsync(CancellationToken cancellation)
    {
        if (!_begun)
        {
            _begun = true;
            await TryAsync(() => requests.WriteAsync(header, cancellation), cancellation);
        }
    }

    // The answer says why a call accepts no more data.
    private async Task TryAsync(Func<Task> write, CancellationToken cancellation)
    {
        if (_refused)
        {
            return;
        }

        try
        {
            await write();
        }
        catch (Exception e) when (e is RpcException or IOException or InvalidOperationException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            _refused = true;
        }
    }
}
