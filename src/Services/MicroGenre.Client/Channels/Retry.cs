using System.Diagnostics;
using Grpc.Core;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Repeats a call when a service stops, crashes or is restarting, so that another replica can answer. Only for calls that can safely be
/// repeated, such as reads.
/// </summary>
public static class Retry
{
    private const int Attempts = 8;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Repeats a call while it ends with UNAVAILABLE: up to eight times, with pauses that grow from 50 ms to a second, and not after half a
    /// minute, for example if a service accepts calls but stays silent.
    /// </summary>
    /// <param name="call">Starts the call from the beginning.</param>
    /// <param name="cancellation">Cancels the pauses.</param>
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
