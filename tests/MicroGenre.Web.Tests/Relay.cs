using System.Net;
using System.Net.Sockets;

namespace MicroGenre.Web.Tests;

/// <summary>A network between browser and server that a test can hold up, cut and mend.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _connections = [];
    private readonly Task _accepting;
    private long _allowance = long.MaxValue;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isCut;

    public Relay(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser finds the server.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Lets each connection pass so many bytes to the server, and then holds it up.</summary>
    public void HoldAfter(long bytes)
    {
        lock (_lock)
        {
            _allowance = bytes;
        }
    }

    /// <summary>Ends all connections, and every new one.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            _connections.ForEach(connection => connection.Close());
            _connections.Clear();
        }
    }

    /// <summary>Lets everything through again.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _isCut = false;
            _allowance = long.MaxValue;
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = JoinAsync(browser);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task JoinAsync(TcpClient browser)
    {
        using var server = new TcpClient();
        using (browser)
        {
            try
            {
                if (!Keep(browser, server))
                {
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _server.Port, _end.Token);
                var passed = 0L;
                await Task.WhenAny(
                    CopyAsync(browser, server, bytes => LetThroughAsync(passed += bytes)),
                    CopyAsync(server, browser, _ => Task.CompletedTask));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Cut.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<int, Task> allow)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0)
            {
                await allow(read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (
            e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Cut.
        }
    }

    private bool Keep(params TcpClient[] connections)
    {
        lock (_lock)
        {
            if (!_isCut)
            {
                _connections.AddRange(connections);
            }

            return !_isCut;
        }
    }

    private async Task LetThroughAsync(long passed)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (passed <= _allowance)
                {
                    return;
                }

                more = _more.Task;
            }

            await more.WaitAsync(_end.Token);
        }
    }
}
