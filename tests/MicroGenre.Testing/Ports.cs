using System.Net;
using System.Net.Sockets;

namespace MicroGenre.Testing;

/// <summary>Ports for servers that tests start as processes of their own.</summary>
public static class Ports
{
    // Systems give outgoing connections ports from 32768 on (Linux) or 49152 on (others): one of those could be taken again before the
    // program listens on it. Below are the ports that hosts have fixed for themselves, such as 20100 for a dashboard's resources.
    private const int First = 21000;
    private const int Count = 32768 - First;

    private static int last = Random.Shared.Next(Count);

    /// <summary>
    /// A TCP port that nobody on this machine uses now, and that was not given here before. That each program starts anywhere keeps them
    /// apart.
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

    /// <summary>Whether nobody listens on a port.</summary>
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
