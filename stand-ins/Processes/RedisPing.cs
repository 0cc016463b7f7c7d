using System.Net.Sockets;

namespace StandIns.Processes;

/// <summary>Asks a Redis server whether it is there.</summary>
internal static class RedisPing
{
    public static async Task<bool> AnswersAsync(string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken);
            using var reader = new StreamReader(client.GetStream());
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            return await reader.ReadLineAsync(cancellationToken) is "+PONG";
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }
}
