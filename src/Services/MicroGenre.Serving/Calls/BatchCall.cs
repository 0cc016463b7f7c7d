using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MicroGenre.Serving.Calls;

/// <summary>Answers streams of requests in parallel.</summary>
/// <param name="statuses">Maps exceptions to statuses.</param>
/// <param name="logger">Logs internal errors, whose details callers do not see.</param>
public sealed partial class BatchCall(IOptions<ExceptionStatuses> statuses, ILogger<BatchCall> logger)
{
    /// <summary>
    /// Answers requests as soon as they are ready; the replies to one request stay together. The next request is read only after a finished
    /// answer has been sent, so that a caller who does not read is not served ahead.
    /// </summary>
    /// <param name="requests">The caller's stream.</param>
    /// <param name="replies">The stream of replies.</param>
    /// <param name="parallel">Number of requests to answer in parallel.</param>
    /// <param name="answer">Answers one request.</param>
    /// <param name="fail">Creates the reply to a request that was refused or failed.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task AnswerAsync<TRequest, TReply>(
        IAsyncStreamReader<TRequest> requests,
        IAsyncStreamWriter<TReply> replies,
        int parallel,
        Func<TRequest, CancellationToken, Task<IEnumerable<TReply>>> answer,
        Func<TRequest, BatchError, TReply> fail,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(replies);
        using var writing = new SemaphoreSlim(1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForEachAsync(ReadAllAsync(requests, cancellation), options, async (request, token) =>
        {
            IEnumerable<TReply> answers;
            try
            {
                answers = await answer(request, token);
            }
            catch (Exception e) when (e is RpcException || !token.IsCancellationRequested)
            {
                var status = statuses.Value.Find(e) ?? Internal(e);
                answers = [fail(request, new BatchError { Code = (int)status.StatusCode, Message = status.Detail })];
            }

            await writing.WaitAsync(token);
            try
            {
                foreach (var reply in answers)
                {
                    await replies.WriteAsync(reply, token);
                }
            }
            finally
            {
                writing.Release();
            }
        });
    }

    private static async IAsyncEnumerable<T> ReadAllAsync<T>(
        IAsyncStreamReader<T> messages, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await messages.MoveNext(cancellation))
        {
            yield return messages.Current;
        }
    }

    private Status Internal(Exception exception)
    {
        LogFailed(exception);
        return new Status(StatusCode.Internal, "The service failed; its log tells why.");
    }

    [LoggerMessage(LogLevel.Error, "A batch's request failed.")]
    private partial void LogFailed(Exception exception);
}
