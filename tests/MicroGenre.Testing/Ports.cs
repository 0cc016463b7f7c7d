using System.Net;
using System.Net.Sockets;

namespace MicroGenre.Testing;

/// <summary>Finds ports for servers that tests start in their own processes.</summary>
public static class Ports
{
    // Systems use ports from 32768 (Linux) or 49152 (others) for outgoing connections, so such a port could be taken before the program
    // listens on it. The range starts above the fixed ports of hosts, such as 20100 for a dashboard's resources.
    private const int First = 21000;
    private const int Count = 32768 - First;

    private static int last = Random.Shared.Next(Count);

    /// <summary>
    /// Returns a TCP port that is free on this machine and that was not returned before. Each test process starts at a random port, so that
    /// test processes do not collide.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref last) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    /// <summary>Returns <see langword="true"/> if nothing listens on a port.</summary>
    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
