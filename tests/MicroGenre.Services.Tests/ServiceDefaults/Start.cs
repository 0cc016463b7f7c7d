using System.Net;
using System.Net.Sockets;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public class Start
{
    [Fact]
    public async Task A_service_whose_background_work_fails_ends_with_an_error()
    {
        await using var sample = SampleProcess.StartOn(Ports.Free(), Ports.Free(), ("Sample__WorkerFails", "true"));

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains(sample.Output, line => line.Contains("the worker gives up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var sample = SampleProcess.StartOn(Ports.Free(), port);

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains($"127.0.0.1:{port}", Assert.Single(sample.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Output, line => line.Contains("   at ", StringComparison.Ordinal));
    }
}
