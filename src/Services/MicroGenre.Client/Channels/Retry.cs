using System.Diagnostics;
using Grpc.Core;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Asks again when a service stops, dies or is not back yet, so that another replica answers. For calls that may be made twice, as all that
/// only ask may.
/// </summary>
public static class Retry
{
    private const int Attempts = 8;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Makes a call until it does not end with UNAVAILABLE, at most eight times, with pauses that grow from 50 ms to a second, and
    /// not again once half a minute has gone, as where a service takes calls and is silent.</summary>
    /// <param name="call">Makes the call, from its beginning.</param>
    /// <param name="cancellation">Ends the pauses.</param>
    /// <exception cref="RpcException">The call ended with another status, or with UNAVAILABLE every time.</exception>
    public static async Task<T> WhileUnavailableAsync<T>(Func<Task<T>> call, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        var begin = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (
                e.StatusCode == StatusCode.Unavailable && attempt < Attempts && Stopwatch.GetElapsedTime(begin) < LongestTime)
            {
                await Task.Delay(pause, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
