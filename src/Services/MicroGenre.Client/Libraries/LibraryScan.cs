using System.Diagnostics;
using System.Runtime.CompilerServices;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Client.Libraries;

/// <summary>Scans a library by a Collecting service.</summary>
public static class LibraryScan
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Starts a scan and tells what it says, to its end. Where the silo that was asked dies, another one is asked by the same name: the
    /// scan has gone on meanwhile. Nobody answers for a minute at most.
    /// </summary>
    /// <param name="client">The service. A channel to several silos, or to what stands before them, finds another one.</param>
    /// <param name="request">The scan; one without a name gets one.</param>
    /// <param name="cancellation">Ends the scan; what was analysed is kept.</param>
    /// <exception cref="RpcException">The scan is refused, or fails; or no silo answers.</exception>
    /// <example><code>
    /// var client = new Collector.CollectorClient(GrpcChannel.ForAddress("http://127.0.0.1:7106"));
    /// await foreach (var reply in LibraryScan.FollowAsync(client, new ScanRequest()))
    /// {
    ///     Console.WriteLine(reply);
    /// }
    /// </code></example>
    public static async IAsyncEnumerable<ScanReply> FollowAsync(
        Collector.CollectorClient client, ScanRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        var named = new ScanRequest(request) { Scan = request.Scan.Length > 0 ? request.Scan : Guid.NewGuid().ToString() };
        var call = client.Scan(named, cancellationToken: cancellation);
        try
        {
            var heard = Stopwatch.GetTimestamp();
            var isReached = false;
            while (true)
            {
                bool isLost;
                try
                {
                    if (!await call.ResponseStream.MoveNext(cancellation))
                    {
                        yield break;
                    }

                    isLost = false;
                }
                catch (RpcException e) when (
                    e.StatusCode == StatusCode.Unavailable && (isReached || HasEndedEarly(e))
                    && Stopwatch.GetElapsedTime(heard) < LongestSilence)
                {
                    (isLost, isReached) = (true, true);
                }

                if (isLost)
                {
                    call.Dispose();
                    await Task.Delay(Pause, cancellation);
                    call = client.Scan(named, cancellationToken: cancellation);
                }
                else
                {
                    (heard, isReached) = (Stopwatch.GetTimestamp(), true);
                    yield return call.ResponseStream.Current;
                }
            }
        }
        finally
        {
            call.Dispose();
        }
    }

    // A silo took the call and died before it said anything; where nobody listens at all, the connection is refused instead.
    private static bool HasEndedEarly(RpcException failure) =>
        failure.Status.DebugException is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded };
}
