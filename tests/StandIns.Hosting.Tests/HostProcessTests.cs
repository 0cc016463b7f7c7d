using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MicroGenre.Testing;

namespace StandIns.Hosting.Tests;

/// <summary>How a host ends, however it ends. Each service of the sample host starts a program of its own, too.</summary>
public class HostProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [LinuxFact]
    public async Task On_sigterm_everything_stops_gracefully_and_nothing_is_left()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");
        await host.RunsAsync(Limit);

        host.Signal("TERM");

        Assert.Equal(0, await host.ExitCodeAsync(Limit));
        await StoppedAsync(host);
        await Eventually.HoldsAsync(() => host.Descendants().Count == 0, Limit, "every process of the host has ended");
    }

    [LinuxFact]
    public async Task On_ctrl_c_everything_stops_gracefully()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");
        await host.RunsAsync(Limit);

        host.Signal("INT");

        Assert.Equal(0, await host.ExitCodeAsync(Limit));
        await StoppedAsync(host);
    }

    [LinuxFact]
    public async Task A_killed_host_leaves_no_process_behind_not_even_one_that_a_service_started()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");
        await host.RunsAsync(Limit);
        Assert.Contains("sleep", host.Descendants());
        Assert.Contains("redis-server", host.Descendants());

        host.Signal("KILL");

        await host.ExitCodeAsync(Limit);
        await Eventually.HoldsAsync(() => host.Descendants().Count == 0, Limit, "every process of the host has ended");
    }

    [LinuxFact]
    public async Task A_host_killed_while_it_starts_leaves_no_process_behind()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");
        await Eventually.HoldsAsync(() => host.Descendants().Contains("redis-server"), Limit, "the first resource starts");

        host.Signal("KILL");

        await host.ExitCodeAsync(Limit);
        await Eventually.HoldsAsync(() => host.Descendants().Count == 0, Limit, "every process of the host has ended");
    }

    [StandInFact]
    public async Task Output_names_the_resource_it_comes_from()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");

        await host.WritesAsync("[front] hello from the service", Limit);
    }

    [RedisFact]
    public async Task A_table_tells_addresses_when_all_are_healthy()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");
        await host.WritesAsync("Everything is healthy", Limit);

        Assert.Matches(@"(?m)^  front\s+Healthy\s+grpc http://localhost:\d+  http http://127.0.0.1:\d+$", host.Output);
        Assert.Matches(@"(?m)^  redis\s+Healthy\s+tcp tcp://127.0.0.1:\d+$", host.Output);
    }

    [StandInFact]
    public async Task A_resource_that_dies_is_reported_with_its_exit_code()
    {
        using var host = HostProcess.Start("--DcpPublisher:RandomizePorts=true");
        await host.WritesAsync("Everything is healthy", Limit);

        Process.Start("pkill", ["-KILL", "--parent", $"{host.Id}", "redis-server"]).Dispose();

        await host.WritesAsync("[redis] Exited (137)", Limit);
        await Eventually.HoldsAsync(() => host.Output.Contains("  redis     Exited (137)", StringComparison.Ordinal), Limit, "the table tells");
    }

    [StandInFact]
    public async Task A_fixed_port_that_is_in_use_is_named_before_anything_starts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var host = HostProcess.Start($"--BackEndPort={port}");

        Assert.Equal(1, await host.ExitCodeAsync(Limit));
        await host.WritesAsync(
            $"Resource 'back-end' cannot start: port {port} of its endpoint 'grpc' is in use. Stop the program that listens there, or give the endpoint another port.", Limit);
        Assert.DoesNotContain("[redis]", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    // The real host may end before the last of its programs.
    private static Task StoppedAsync(HostProcess host)
    {
        var events = Path.Combine(host.EventsFolder, "stopped");
        return Eventually.HoldsAsync(() => File.Exists(events) && File.ReadAllLines(events).Order().SequenceEqual(["back-end", "front"]), Limit, "both services tell that they stopped");
    }
}
