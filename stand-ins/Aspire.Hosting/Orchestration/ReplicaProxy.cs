using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Stands at the address of an endpoint whose resource runs in several processes: gives each connection to the next process that takes one, and closes it
/// when either side does.
/// </summary>
internal sealed class ReplicaProxy : IDisposable
{
    private readonly TcpListener listener;
    private readonly IReadOnlyList<IPEndPoint> targets;
    private readonly CancellationTokenSource closing = new();
    private int turn;

    private ReplicaProxy(TcpListener listener, IReadOnlyList<IPEndPoint> targets)
    {
        this.listener = listener;
        this.targets = targets;
    }

    /// <summary>Takes connections from now on.</summary>
    public static ReplicaProxy Start(int port, IEnumerable<int> targetPorts)
    {
        var proxy = new ReplicaProxy(new TcpListener(IPAddress.Loopback, port), [.. targetPorts.Select(target => new IPEndPoint(IPAddress.Loopback, target))]);
        proxy.listener.Start();
        _ = proxy.AcceptAsync();
        return proxy;
    }

    public void Dispose()
    {
        if (!closing.IsCancellationRequested)
        {
            closing.Cancel();
            listener.Dispose();
            closing.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            var cancellationToken = closing.Token;
            while (!cancellationToken.IsCancellationRequested)
            {
                _ = ForwardAsync(await listener.AcceptSocketAsync(cancellationToken), cancellationToken);
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The application stops.
        }
    }

    private async Task ForwardAsync(Socket caller, CancellationToken cancellationToken)
    {
        using (caller)
        using (var target = await ConnectAsync(cancellationToken))
        {
            if (target is not null)
            {
                (caller.NoDelay, target.NoDelay) = (true, true);
                await Task.WhenAny(CopyAsync(caller, target, cancellationToken), CopyAsync(target, caller, cancellationToken));
            }
        }
    }

    /// <summary>A connection to the process whose turn it is, or to the next that takes one; <see langword="null"/> if none does.</summary>
    private async Task<Socket?> ConnectAsync(CancellationToken cancellationToken)
    {
        var first = Interlocked.Increment(ref turn);
        for (var i = 0; i < targets.Count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(targets[(int)((uint)(first + i) % targets.Count)], cancellationToken);
                return socket;
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = new NetworkStream(from);
            await using var destination = new NetworkStream(to);
            await source.CopyToAsync(destination, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction is closed for it.
        }
    }
}
